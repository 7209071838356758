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
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeResult;
import io.github.redsync.spring.autoconfigure.metrics.RedsyncMeter.Tag;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * The timers of one node. Each is created on first use, because most outcomes are rare.
 */
final class NodeMeters {

	private static final int OUTCOMES = NodeResult.Outcome.values().length;

	private final AtomicReferenceArray<Timer> timers = new AtomicReferenceArray<>(
			NodeOperation.values().length * OUTCOMES);

	private final MeterRegistry registry;

	private final String node;

	NodeMeters(MeterRegistry registry, String node) {
		this.registry = registry;
		this.node = node;
	}

	void answered(NodeOperation operation, NodeResult.Outcome outcome, Duration latency) {
		int index = operation.ordinal() * OUTCOMES + outcome.ordinal();
		Timer timer = this.timers.get(index);
		if (timer == null) {
			timer = timer(operation, outcome);
			this.timers.set(index, timer);
		}
		timer.record(latency);
	}

	private Timer timer(NodeOperation operation, NodeResult.Outcome outcome) {
		return Timer.builder(RedsyncMeter.NODE_REQUEST.getName())
			.description(RedsyncMeter.NODE_REQUEST.getDescription())
			.tag(Tag.NODE.asString(), this.node)
			.tag(Tag.OPERATION.asString(), TagValues.of(operation))
			.tag(Tag.OUTCOME.asString(), TagValues.of(outcome))
			.register(this.registry);
	}

}
