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

import java.util.Map;
import java.util.function.Predicate;

import io.github.redsync.Redsync;
import io.github.redsync.spring.autoconfigure.metrics.RedsyncMeter.Tag;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Gauges of the nodes that are up, and of those that vote. Each measurement looks up the
 * node by name, because a restart of the application context replaces the nodes.
 */
final class NodeGauges implements MeterBinder {

	private final Map<String, Redsync> redsyncs;

	/**
	 * Create a binder.
	 * @param redsyncs the beans by name
	 */
	NodeGauges(Map<String, Redsync> redsyncs) {
		this.redsyncs = Map.copyOf(redsyncs);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.redsyncs
			.forEach((bean, redsync) -> redsync.nodes().forEach((node) -> bind(bean, redsync, node.name(), registry)));
	}

	private void bind(String bean, Redsync redsync, String node, MeterRegistry registry) {
		// Nodes of different beans may have the same name
		Tags tags = (this.redsyncs.size() > 1) ? Tags.of(Tag.REDSYNC.asString(), bean) : Tags.empty();
		register(RedsyncMeter.NODE_UP, redsync, (nodes) -> isUp(nodes, node), tags.and(Tag.NODE.asString(), node),
				registry);
		register(RedsyncMeter.NODE_VOTING, redsync,
				(nodes) -> isUp(nodes, node) && !nodes.quarantinedNodes().containsKey(node),
				tags.and(Tag.NODE.asString(), node), registry);
	}

	private static void register(RedsyncMeter meter, Redsync redsync, Predicate<Redsync> condition, Tags tags,
			MeterRegistry registry) {
		Gauge.builder(meter.getName(), redsync, (nodes) -> condition.test(nodes) ? 1 : 0)
			.description(meter.getDescription())
			.tags(tags)
			.register(registry);
	}

	private static boolean isUp(Redsync redsync, String name) {
		return redsync.nodes().stream().anyMatch((node) -> node.name().equals(name) && node.isUp());
	}

}
