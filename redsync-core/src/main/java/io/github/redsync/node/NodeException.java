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

package io.github.redsync.node;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a request to a node has failed. The request may have taken effect or not. If
 * {@link #notSent()} is {@code true}, it has not.
 */
public class NodeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Whether it is certain that the request did not reach the server. */
	private final boolean notSent;

	/**
	 * Create an exception.
	 * @param message the reason, without credentials
	 * @param notSent whether it is certain that the request did not reach the server
	 * @param cause the cause, or {@code null}
	 */
	public NodeException(String message, boolean notSent, @Nullable Throwable cause) {
		super(message, cause, false, false);
		this.notSent = notSent;
	}

	/**
	 * Return whether it is certain that the request did not reach the server, so that
	 * there is nothing to undo.
	 * @return whether the request was not sent
	 */
	public boolean notSent() {
		return this.notSent;
	}

	/**
	 * Create the exception of a request that was not sent because its attempt was
	 * abandoned.
	 * @return the exception
	 */
	public static NodeException abandoned() {
		return new Abandoned();
	}

	/**
	 * Return whether the request was not sent because its attempt was abandoned.
	 * @return {@code true} if the failure is not one of the node
	 */
	public boolean isAbandoned() {
		return this instanceof Abandoned;
	}

	private static final class Abandoned extends NodeException {

		private static final long serialVersionUID = 1L;

		Abandoned() {
			super("The attempt was abandoned", true, null);
		}

	}

}
