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

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link RedsyncEndpoint}.
 * Accepts a lock name as a query parameter too, because web servers drop empty segments
 * of a path and reject an encoded slash.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = RedsyncEndpoint.class)
public class RedsyncWebExtension {

	private final RedsyncEndpoint endpoint;

	RedsyncWebExtension(RedsyncEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Describe the locks that this process holds or waits for, and the nodes. With a lock
	 * name, inspect that lock on every node instead.
	 * @param redsync the name of the bean whose nodes to query, or {@code null} for the
	 * primary or first one
	 * @param lock the name of a lock, without the key prefix, or {@code null} for all of
	 * this process
	 * @return a {@link RedsyncDescriptor} or {@link LockDescriptor}, or {@code null} if
	 * there is no such bean
	 */
	@ReadOperation
	public @Nullable OperationResponseBody redsync(@Nullable String redsync, @Nullable String lock) {
		return (lock != null) ? this.endpoint.lock(lock, redsync) : this.endpoint.redsync(redsync);
	}

	/**
	 * Inspect a lock on every node.
	 * @param name the name of the lock, without the key prefix, split at its slashes
	 * @param redsync the name of the bean whose nodes to query, or {@code null} for the
	 * primary or first one
	 * @return the state of the lock, or {@code null} if there is no such bean
	 */
	@ReadOperation
	public @Nullable LockDescriptor lock(@Selector(match = Selector.Match.ALL_REMAINING) String[] name,
			@Nullable String redsync) {
		String exact = ExactPath.find(name);
		return (exact != null) ? this.endpoint.lock(exact, redsync) : this.endpoint.lock(name, redsync);
	}

}
