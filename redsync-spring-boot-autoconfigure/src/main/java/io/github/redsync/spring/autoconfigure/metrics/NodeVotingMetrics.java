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

import java.util.List;

import io.github.redsync.Redsync;
import io.github.redsync.node.RedisNode;
import io.github.redsync.spring.autoconfigure.metrics.RedsyncMeter.Tag;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Gauges of the nodes whose grants count.
 */
final class NodeVotingMetrics implements MeterBinder {

	private final List<Redsync> locks;

	NodeVotingMetrics(List<Redsync> locks) {
		this.locks = List.copyOf(locks);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Redsync redsync : this.locks) {
			redsync.nodes().forEach((node) -> bind(redsync, node, registry));
		}
	}

	private static void bind(Redsync redsync, RedisNode node, MeterRegistry registry) {
		Gauge
			.builder(RedsyncMeter.NODE_VOTING.getName(), redsync,
					(locks) -> (node.isUp() && !locks.quarantinedNodes().containsKey(node.name())) ? 1 : 0)
			.description(RedsyncMeter.NODE_VOTING.getDescription())
			.tag(Tag.NODE.asString(), node.name())
			.register(registry);
	}

}
