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

import io.github.redsync.Redsync;
import io.github.redsync.spring.autoconfigure.metrics.RedsyncMeter.Tag;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Reports which nodes are up. The nodes are looked up by name each time: a restart of the
 * application context makes them anew.
 */
final class NodeUpMetrics implements MeterBinder {

	private final Map<String, Redsync> locks;

	/**
	 * Create a binder.
	 * @param locks the beans by their names
	 */
	NodeUpMetrics(Map<String, Redsync> locks) {
		this.locks = Map.copyOf(locks);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.locks
			.forEach((bean, redsync) -> redsync.nodes().forEach((node) -> bind(bean, redsync, node.name(), registry)));
	}

	private void bind(String bean, Redsync redsync, String node, MeterRegistry registry) {
		// Several beans may have nodes of the same name
		Tags tags = (this.locks.size() > 1) ? Tags.of(Tag.REDSYNC.asString(), bean) : Tags.empty();
		Gauge.builder(RedsyncMeter.NODE_UP.getName(), redsync, (nodes) -> isUp(nodes, node) ? 1 : 0)
			.description(RedsyncMeter.NODE_UP.getDescription())
			.tag(Tag.NODE.asString(), node)
			.tags(tags)
			.register(registry);
	}

	private static boolean isUp(Redsync redsync, String name) {
		return redsync.nodes().stream().anyMatch((node) -> node.name().equals(name) && node.isUp());
	}

}
