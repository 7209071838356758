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
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.time.VirtualTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NodeGauges}.
 */
class NodeGaugesTests {

	private final VirtualTime time = new VirtualTime();

	private final MemoryNodes nodes = MemoryNodes.create(3, this.time);

	private final Redsync redsync = this.nodes.connect();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@AfterEach
	void close() {
		this.redsync.close();
	}

	@Test
	void restartedNodeIsUpAndVotesAfterItsQuarantine() {
		new NodeGauges(Map.of("redsync", this.redsync)).bindTo(this.registry);
		this.nodes.get(0).restartEmpty();
		assertThat(value(RedsyncMeter.NODE_UP, 0)).isOne();
		assertThat(value(RedsyncMeter.NODE_VOTING, 0)).isZero();
		assertThat(value(RedsyncMeter.NODE_VOTING, 1)).isOne();
		this.time.advance(this.redsync.defaults().expiry().plusSeconds(1));
		assertThat(value(RedsyncMeter.NODE_VOTING, 0)).isOne();
	}

	@Test
	void nodeThatIsDownDoesNotVote() {
		new NodeGauges(Map.of("redsync", this.redsync)).bindTo(this.registry);
		this.nodes.get(2).refuse();
		assertThat(value(RedsyncMeter.NODE_UP, 2)).isZero();
		assertThat(value(RedsyncMeter.NODE_VOTING, 2)).isZero();
	}

	private double value(RedsyncMeter meter, int node) {
		return this.registry.get(meter.getName()).tag("node", this.nodes.get(node).name()).gauge().value();
	}

}
