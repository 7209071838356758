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

package io.github.redsync.test.spring;

import java.util.Collection;
import java.util.List;

import org.testcontainers.containers.GenericContainer;

import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * Nodes from containers of Testcontainers. Requires Testcontainers and
 * {@code spring-test} on the class path.
 */
public final class RedsyncContainers {

	private static final int REDIS_PORT = 6379;

	private RedsyncContainers() {
	}

	/**
	 * Return a registrar that sets {@code redsync.nodes} to the containers that expose
	 * port 6379, one node for each. Other containers are ignored. Register it as a bean.
	 * It starts the containers that are not running. <pre class="code">
	 * &#064;Bean
	 * DynamicPropertyRegistrar redsyncNodes(List&lt;GenericContainer&lt;?&gt;&gt; containers) {
	 *     return RedsyncContainers.nodes(containers);
	 * }
	 * </pre>
	 * @param containers the containers, in the order of the nodes
	 * @return the registrar
	 * @throws IllegalArgumentException if no container exposes port 6379
	 */
	public static DynamicPropertyRegistrar nodes(Collection<? extends GenericContainer<?>> containers) {
		List<? extends GenericContainer<?>> nodes = containers.stream()
			.filter((container) -> container.getExposedPorts().contains(REDIS_PORT))
			.toList();
		if (nodes.isEmpty()) {
			throw new IllegalArgumentException("No container exposes port " + REDIS_PORT
					+ ": add one for each node, best three, with withExposedPorts(" + REDIS_PORT + ")");
		}
		return (registry) -> {
			for (int i = 0; i < nodes.size(); i++) {
				GenericContainer<?> node = nodes.get(i);
				registry.add("redsync.nodes[" + i + "].uri", () -> uri(node));
			}
		};
	}

	private static String uri(GenericContainer<?> node) {
		// No effect on a running container
		node.start();
		return "redis://" + node.getHost() + ":" + node.getMappedPort(REDIS_PORT);
	}

}
