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

import java.util.ArrayList;
import java.util.List;

/**
 * Connection details of the nodes in {@code redsync.nodes}.
 */
final class PropertiesRedsyncConnectionDetails implements RedsyncConnectionDetails {

	private final List<RedsyncProperties.Node> nodes;

	private final NodeTls tls;

	PropertiesRedsyncConnectionDetails(List<RedsyncProperties.Node> nodes, NodeTls tls) {
		this.nodes = nodes;
		this.tls = tls;
	}

	@Override
	public List<Node> getNodes() {
		List<Node> details = new ArrayList<>(this.nodes.size());
		for (int i = 0; i < this.nodes.size(); i++) {
			details.add(new PropertiesNode("redsync.nodes[" + i + "]", this.nodes.get(i), this.tls));
		}
		return details;
	}

}
