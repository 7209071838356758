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

package io.github.redsync;

import java.util.List;

import io.github.redsync.node.NodeResult;
import org.jspecify.annotations.Nullable;

/**
 * The superclass of the exceptions of this library. Invalid arguments and other
 * programming errors are reported by the exceptions of the JDK instead.
 */
public abstract class RedsyncException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<NodeResult> nodes;

	/**
	 * Create an exception.
	 * @param message the detail message
	 * @param nodes the result of each node, empty if none was asked
	 * @param cause the cause, or {@code null}
	 */
	protected RedsyncException(String message, List<NodeResult> nodes, @Nullable Throwable cause) {
		super(message, cause);
		this.nodes = List.copyOf(nodes);
	}

	/**
	 * Return the result of each node in the vote that caused this exception.
	 * @return the results, unmodifiable; empty if no node was asked, and after
	 * deserialization
	 */
	public List<NodeResult> nodes() {
		return (this.nodes != null) ? this.nodes : List.of();
	}

}
