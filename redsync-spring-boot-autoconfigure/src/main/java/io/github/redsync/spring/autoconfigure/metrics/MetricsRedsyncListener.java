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

package io.github.redsync.spring.autoconfigure.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redsync.AcquireOutcome;
import io.github.redsync.Lease;
import io.github.redsync.Mutex;
import io.github.redsync.RedsyncListener;
import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeResult;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Listener that records metrics of locks and nodes.
 */
final class MetricsRedsyncListener implements RedsyncListener {

	private static final String UNNAMED = "unnamed";

	private final MeterRegistry registry;

	private final Map<String, LockMeters> locks = new ConcurrentHashMap<>();

	private final Map<String, NodeMeters> nodes = new ConcurrentHashMap<>();

	MetricsRedsyncListener(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void onAcquireStarted(Mutex mutex) {
		of(mutex).acquireStarted();
	}

	@Override
	public void onAcquireEnded(Mutex mutex, AcquireOutcome outcome, Duration elapsed) {
		of(mutex).acquireEnded(outcome, elapsed);
	}

	@Override
	public void onGranted(Mutex mutex, Lease lease) {
		// An attached lease may be discarded without a release or a loss
		if (!lease.isAttached()) {
			of(mutex).granted(lease);
		}
	}

	@Override
	public void onExtended(Mutex mutex, Lease lease, boolean extended) {
		of(mutex).extended(extended);
	}

	@Override
	public void onReleased(Mutex mutex, Lease lease, Duration held) {
		of(mutex).ended(lease, held);
	}

	@Override
	public void onLost(Mutex mutex, Lease lease, Duration held) {
		of(mutex).lost(lease, held);
	}

	@Override
	public void onNodeAnswered(String node, NodeOperation operation, NodeResult.Outcome outcome, Duration latency) {
		NodeMeters meters = this.nodes.get(node);
		if (meters == null) {
			meters = this.nodes.computeIfAbsent(node, (name) -> new NodeMeters(this.registry, name));
		}
		meters.answered(operation, outcome, latency);
	}

	private LockMeters of(Mutex mutex) {
		String label = mutex.options().label();
		String lock = (label != null) ? label : UNNAMED;
		LockMeters meters = this.locks.get(lock);
		return (meters != null) ? meters
				: this.locks.computeIfAbsent(lock, (name) -> new LockMeters(this.registry, name));
	}

}
