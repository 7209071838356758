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

package io.github.redsync.internal.acquire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.redsync.internal.ClientProcess;
import io.github.redsync.internal.RecordingClient;
import io.github.redsync.node.RedisNode;
import io.github.redsync.test.memory.MemoryNode;
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.memory.MessageDelay;
import io.github.redsync.test.time.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that attempt to acquire a lock concurrently. The retry delay is longer than
 * the test.
 */
class SplitVoteTests {

	private static final List<List<Integer>> NEAR = List.of(List.of(0, 1), List.of(2, 3), List.of(4));

	private final VirtualTime time = new VirtualTime();

	private final MemoryNodes nodes = MemoryNodes.create(5, this.time);

	private final List<String> log = new ArrayList<>();

	/**
	 * Start a process to which some servers are nearer than the others.
	 */
	private ClientProcess process(List<Integer> near) {
		List<RedisNode> connections = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			MemoryNode connection = this.nodes.get(i).connect(this.time, this.time);
			MessageDelay delay = MessageDelay.of(Duration.ofMillis(near.contains(i) ? 1 : 2));
			connection.delay(delay, delay);
			connections.add(connection);
		}
		return new ClientProcess(connections, this.time, this.log);
	}

	@Test
	void splitVoteIsResolvedQuicklyAndOthersFollow() {
		List<RecordingClient> waiters = new ArrayList<>();
		for (int i = 0; i < NEAR.size(); i++) {
			waiters.add(process(NEAR.get(i)).acquire("p" + i));
		}
		assertThat(this.log).isEmpty();
		this.time.advance(Duration.ofMillis(15));
		assertThat(this.log).containsExactly("p0");
		while (this.log.size() < waiters.size()) {
			waiters.stream().filter(RecordingClient::isHolding).forEach(RecordingClient::release);
			int before = this.log.size();
			this.time.advance(Duration.ofMillis(40));
			assertThat(this.log).hasSizeGreaterThan(before);
		}
		waiters.stream().filter(RecordingClient::isHolding).forEach(RecordingClient::release);
		this.time.advance(Duration.ofMillis(40));
		assertThat(this.nodes.countOf("job")).isZero();
	}

}
