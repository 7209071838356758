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

package io.github.redsync.spring.autoconfigure.endpoint;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.EndpointJmxExtension;

/**
 * {@link EndpointJmxExtension @EndpointJmxExtension} for the {@link RedsyncEndpoint},
 * because JMX would split a lock name at its commas.
 *
 * @since 0.1.0
 */
@EndpointJmxExtension(endpoint = RedsyncEndpoint.class)
public class RedsyncJmxExtension {

	private final RedsyncEndpoint endpoint;

	RedsyncJmxExtension(RedsyncEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Inspect a lock on every node.
	 * @param name the name of the lock, without the key prefix
	 * @param redsync the name of the bean whose nodes to query, or {@code null} for the
	 * primary or first one
	 * @return the state of the lock, or {@code null} if there is no such bean
	 */
	@ReadOperation
	public @Nullable LockDescriptor lock(String name, @Nullable String redsync) {
		return this.endpoint.lock(name, redsync);
	}

}
