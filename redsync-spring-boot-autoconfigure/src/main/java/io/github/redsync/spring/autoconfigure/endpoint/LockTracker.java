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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.redsync.AcquireOutcome;
import io.github.redsync.Lease;
import io.github.redsync.Mutex;
import io.github.redsync.RedsyncListener;
import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeResult;
import io.github.redsync.spring.autoconfigure.endpoint.RedsyncDescriptor.HeldLock;
import io.github.redsync.spring.autoconfigure.endpoint.RedsyncDescriptor.NodeFailure;
import io.github.redsync.spring.autoconfigure.endpoint.RedsyncDescriptor.WaitedLock;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the locks that are held or waited for, and the last failure of each node. A lock
 * is removed when it is no longer held or waited for.
 */
final class LockTracker implements RedsyncListener {

	private final Map<Lease, Grant> grants = new ConcurrentHashMap<>();

	private final Map<Mutex, Wait> waiting = new ConcurrentHashMap<>();

	private final Map<String, NodeFailure> failures = new ConcurrentHashMap<>();

	@Override
	public void onAcquireStarted(Mutex mutex) {
		this.waiting.compute(mutex, (key, present) -> (present != null)
				? new Wait(present.since(), present.waiters() + 1) : new Wait(Instant.now(), 1));
	}

	@Override
	public void onAcquireEnded(Mutex mutex, AcquireOutcome outcome, Duration elapsed) {
		this.waiting.computeIfPresent(mutex,
				(key, present) -> (present.waiters() > 1) ? new Wait(present.since(), present.waiters() - 1) : null);
	}

	@Override
	public void onGranted(Mutex mutex, Lease lease) {
		// An attached lease may be discarded without a release or a loss
		if (!lease.isAttached()) {
			this.grants.put(lease, new Grant(mutex, Instant.now()));
		}
	}

	@Override
	public void onReleased(Mutex mutex, Lease lease, Duration held) {
		this.grants.remove(lease);
	}

	@Override
	public void onLost(Mutex mutex, Lease lease, Duration held) {
		this.grants.remove(lease);
	}

	@Override
	public void onNodeAnswered(String node, NodeOperation operation, NodeResult.Outcome outcome, Duration latency) {
		boolean failed = outcome == NodeResult.Outcome.ERROR || outcome == NodeResult.Outcome.TIMEOUT;
		// The result of a ping is shown by its caller
		if (failed && operation != NodeOperation.PING) {
			this.failures.put(node, new NodeFailure(Instant.now(), operation, outcome));
		}
	}

	List<HeldLock> held(Predicate<Mutex> shown) {
		Map<String, Integer> waiters = waiting(shown).stream()
			.collect(Collectors.toMap(WaitedLock::name, WaitedLock::waiters));
		return this.grants.entrySet()
			.stream()
			.filter((entry) -> shown.test(entry.getValue().mutex()) && entry.getKey().isValid())
			.map((entry) -> describe(entry.getKey(), entry.getValue(), waiters))
			.sorted(Comparator.comparing(HeldLock::since))
			.toList();
	}

	private HeldLock describe(Lease lease, Grant grant, Map<String, Integer> waiters) {
		return new HeldLock(lease.name(), grant.mutex().options().label(), grant.since(), lease.until(),
				grant.mutex().options().fencing() ? lease.fencingToken() : null, waiters.getOrDefault(lease.name(), 0));
	}

	List<WaitedLock> waiting(Predicate<Mutex> shown) {
		Map<String, WaitedLock> locks = new HashMap<>();
		this.waiting.forEach((mutex, wait) -> {
			if (shown.test(mutex)) {
				locks.merge(mutex.name(),
						new WaitedLock(mutex.name(), mutex.options().label(), wait.since(), wait.waiters()),
						LockTracker::merge);
			}
		});
		return locks.values().stream().sorted(Comparator.comparing(WaitedLock::since)).toList();
	}

	private static WaitedLock merge(WaitedLock one, WaitedLock other) {
		WaitedLock first = one.since().isAfter(other.since()) ? other : one;
		return new WaitedLock(first.name(), first.template(), first.since(), one.waiters() + other.waiters());
	}

	int waiters(Predicate<Mutex> shown) {
		return this.waiting.entrySet()
			.stream()
			.filter((entry) -> shown.test(entry.getKey()))
			.mapToInt((entry) -> entry.getValue().waiters())
			.sum();
	}

	static Predicate<Mutex> named(String name, Predicate<Mutex> shown) {
		return (mutex) -> mutex.name().equals(name) && shown.test(mutex);
	}

	@Nullable NodeFailure lastFailure(String node) {
		return this.failures.get(node);
	}

	boolean isEmpty() {
		return this.grants.isEmpty() && this.waiting.isEmpty();
	}

	private record Grant(Mutex mutex, Instant since) {

	}

	/**
	 * The pending acquisitions of one mutex.
	 *
	 * @param since the time since which there has always been a pending acquisition
	 * @param waiters the number of pending acquisitions
	 */
	private record Wait(Instant since, int waiters) {

	}

}
