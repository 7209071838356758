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
 * Thrown, or handed to {@link Lease#onLost()}, when a lease has ended without having been
 * released: its validity is over, or the nodes say that it is gone. Another may hold the
 * lock by now.
 */
public class LeaseLostException extends LeaseNotHeldException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what happened and what to do about it
	 * @param nodes how each node answered, empty if none was asked
	 * @param cause the cause, or {@code null}
	 */
	public LeaseLostException(String message, List<NodeResult> nodes, @Nullable Throwable cause) {
		super(message, nodes, cause);
	}

}
