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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.node.NodeResult;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} that shows the locks that this process holds or waits for,
 * and the state of any lock on the nodes. Read-only; exposes no secrets.
 *
 * @since 0.1.0
 */
@Endpoint(id = "redsync")
public class RedsyncEndpoint {

	private static final Duration PING_TIMEOUT = Duration.ofSeconds(1);

	private final Map<String, Redsync> redsyncs;

	private final Redsync preferred;

	private final LockTracker tracker;

	/**
	 * Create an endpoint.
	 * @param redsyncs the beans by name
	 * @param preferred the bean to use if none is named
	 * @param tracker the tracker of held locks and waiters
	 */
	RedsyncEndpoint(Map<String, Redsync> redsyncs, Redsync preferred, LockTracker tracker) {
		this.redsyncs = redsyncs;
		this.preferred = preferred;
		this.tracker = tracker;
	}

	/**
	 * Describe the locks that this process holds or waits for, and ping the nodes. Takes
	 * at most one second.
	 * @param redsync the name of the bean whose locks and nodes to describe, or
	 * {@code null} for the primary or first one
	 * @return the locks and nodes, or {@code null} if there is no such bean
	 */
	@ReadOperation
	public @Nullable RedsyncDescriptor redsync(@Nullable String redsync) {
		Redsync asked = find(redsync);
		if (asked == null) {
			return null;
		}
		List<RedsyncDescriptor.Node> nodes = describeNodes(asked);
		Predicate<Mutex> shown = locksOf(asked);
		return new RedsyncDescriptor(this.tracker.held(shown), this.tracker.waiting(shown), asked.quorum(), nodes);
	}

	/**
	 * Inspect a lock on every node.
	 * @param name the name of the lock, without the key prefix, split at its slashes
	 * @param redsync the name of the bean whose nodes to query, or {@code null} for the
	 * primary or first one
	 * @return the state of the lock, or {@code null} if there is no such bean
	 * @throws InvalidEndpointRequestException if the name is not a valid lock name
	 */
	@ReadOperation
	public @Nullable LockDescriptor lock(@Selector(match = Selector.Match.ALL_REMAINING) String[] name,
			@Nullable String redsync) {
		return lock(String.join("/", name), redsync);
	}

	@Nullable LockDescriptor lock(String name, @Nullable String redsync) {
		if (name.isBlank()) {
			throw new InvalidEndpointRequestException("Lock name must not be blank",
					"Blank lock name: append the name to the path of the endpoint");
		}
		Redsync asked = find(redsync);
		if (asked == null) {
			return null;
		}
		Predicate<Mutex> shown = LockTracker.named(name, locksOf(asked));
		List<RedsyncDescriptor.HeldLock> here = this.tracker.held(shown);
		return LockDescriptor.of(mutex(asked, name).inspect(), here.isEmpty() ? null : here.get(0),
				this.tracker.waiters(shown));
	}

	private static Mutex mutex(Redsync asked, String name) {
		try {
			return asked.newMutex(name);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidEndpointRequestException(String.valueOf(ex.getMessage()), "Invalid lock name");
		}
	}

	/**
	 * Return a filter for the locks of a bean. A single bean is not filtered, because its
	 * listeners may also serve a Redsync that is not a bean.
	 */
	private Predicate<Mutex> locksOf(Redsync asked) {
		return (this.redsyncs.size() > 1) ? asked::owns : (mutex) -> true;
	}

	private @Nullable Redsync find(@Nullable String bean) {
		return (bean != null) ? this.redsyncs.get(bean) : this.preferred;
	}

	private List<RedsyncDescriptor.Node> describeNodes(Redsync asked) {
		List<NodeResult> nodes = asked.ping(PING_TIMEOUT);
		Map<String, Instant> quarantined = asked.quarantinedNodes();
		return nodes.stream().map((node) -> describe(node, quarantined.get(node.node()))).toList();
	}

	private RedsyncDescriptor.Node describe(NodeResult node, @Nullable Instant quarantinedUntil) {
		boolean up = node.outcome() == NodeResult.Outcome.OK;
		String timeout = up ? null : "No reply within " + PING_TIMEOUT.toMillis() + " ms";
		return new RedsyncDescriptor.Node(node.node(), up, (node.error() != null) ? node.error() : timeout,
				quarantinedUntil, this.tracker.lastFailure(node.node()));
	}

}
