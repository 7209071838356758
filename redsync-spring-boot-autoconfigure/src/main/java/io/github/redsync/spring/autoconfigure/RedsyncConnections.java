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
 * The connections to all nodes and the threads that they share. Neither is a bean,
 * because Spring Boot's Redis client would use them. Can be reopened after it was closed.
 * Not thread-safe.
 */
final class RedsyncConnections implements AutoCloseable {

	private final Supplier<List<LettuceNodeOptions>> options;

	private @Nullable LettuceNodeFactory driver;

	private final List<RedisNode> nodes = new ArrayList<>();

	/**
	 * Create unopened connections.
	 */
	RedsyncConnections(Supplier<List<LettuceNodeOptions>> options) {
		this.options = options;
	}

	/**
	 * Start connecting to all nodes. Does not wait for any node.
	 * @return the nodes, in the configured order
	 */
	List<RedisNode> open() {
		List<LettuceNodeOptions> configured = this.options.get();
		this.nodes.clear();
		this.driver = configured.isEmpty() ? null : LettuceNodeFactory.create();
		try {
			configured.forEach(this::connect);
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
					"Add that dependency, or use a URI such as 'redis://host:port'.", ex);
		}
	}

	/**
	 * Close the remaining resources after the locks were closed, or after a failure to
	 * build them.
	 */
	@Override
	public void close() {
		this.nodes.forEach(RedisNode::close);
		if (this.driver != null) {
			this.driver.close();
		}
	}

}
