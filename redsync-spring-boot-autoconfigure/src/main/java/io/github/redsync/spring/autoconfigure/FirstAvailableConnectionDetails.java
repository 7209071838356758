/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.redsync.spring.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.util.function.SingletonSupplier;

/**
 * Connection details of the first source that has nodes.
 */
final class FirstAvailableConnectionDetails implements RedsyncConnectionDetails {

	private final SingletonSupplier<List<Node>> nodes;

	FirstAvailableConnectionDetails(RedsyncConnectionDetails... sources) {
		this.nodes = SingletonSupplier.of(() -> Stream.of(sources)
			.map(RedsyncConnectionDetails::getNodes)
			.filter((found) -> !found.isEmpty())
			.findFirst()
			.orElse(List.of()));
	}

	@Override
	public List<Node> getNodes() {
		return this.nodes.obtain();
	}

}
