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
import java.util.Objects;
import java.util.function.Supplier;

import io.github.redsync.lettuce.LettuceNodeFactory;
import io.github.redsync.lettuce.LettuceNodeOptions;
import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Holds the connections to all nodes and the threads that they share. Neither is a bean:
 * Spring Boot's own Redis client would take them for its own. Can be opened again after
 * it was closed. Not thread-safe.
 */
final class RedsyncConnections implements AutoCloseable {

	private final Supplier<List<LettuceNodeOptions>> options;

	private @Nullable LettuceNodeFactory driver;

	private final List<RedisNode> nodes = new ArrayList<>();

	/**
	 * Create connections that are not open yet.
	 */
	RedsyncConnections(Supplier<List<LettuceNodeOptions>> options) {
		this.options = options;
	}

	/**
	 * Begin to connect. Does not wait for any node.
	 * @return the nodes, in the order in which they were given
	 */
	List<RedisNode> open() {
		List<LettuceNodeOptions> given = this.options.get();
		this.nodes.clear();
		this.driver = given.isEmpty() ? null : LettuceNodeFactory.create();
		try {
			given.forEach(this::connect);
			return List.copyOf(this.nodes);
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	private void connect(LettuceNodeOptions node) {
		Objects.requireNonNull(this.driver);
		try {
			this.nodes.add(this.driver.node(node));
		}
		catch (IllegalArgumentException ex) {
			throw new FailureAnalyzedException(ex.getMessage() + ".",
					"Add that dependency, or address the server by 'redis://host:port'.", ex);
		}
	}

	/**
	 * Close what is left when the locks have been closed, or could not be built.
	 */
	@Override
	public void close() {
		this.nodes.forEach(RedisNode::close);
		if (this.driver != null) {
			this.driver.close();
		}
	}

}
