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

package io.github.redsync.internal.vote;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.redsync.RestartProtection;
import io.github.redsync.internal.RecordingClient;
import io.github.redsync.internal.acquire.LockEngine;
import io.github.redsync.node.RedisNode;
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.test.time.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * First contacts of a process with servers that have restarted.
 */
class RestartGuardTests {

	private static final LockParameters ONCE = new LockParameters(8000, 0.01, 0.05, true, false, false, false,
			Long.MAX_VALUE, 0, false, LockParameters.UNBOUNDED, 1, (attempt) -> 0, LockParameters.UNBOUNDED, false);

	private final VirtualTime time = new VirtualTime();

	private final MemoryNodes nodes = MemoryNodes.create(3, this.time);

	private RecordingClient acquire() {
		List<RedisNode> connections = new ArrayList<>();
		this.nodes.servers().forEach((server) -> connections.add(server.connect(this.time, this.time)));
		LockEngine engine = new LockEngine(new NodeGroup(connections, this.time, this.time,
				new RestartGuard(RestartProtection.OBSERVED, 3), null));
		return new RecordingClient("client", new ArrayList<>()).acquire(engine, "job", ONCE);
	}

	private void restart(int index) {
		MemoryServer server = this.nodes.get(index);
		server.restartEmpty();
	}

	@Test
	void serversOfNewDeploymentVoteImmediately() {
		assertThat(acquire().isHolding()).isTrue();
	}

	@Test
	void youngServersAreQuarantinedIfOlderOneRefuses() {
		this.time.advance(Duration.ofHours(1));
		restart(1);
		restart(2);
		this.nodes.get(0).set("job", "another", null);
		RecordingClient client = acquire();
		assertThat(client.isHolding()).isFalse();
		assertThat(client.refusal()).isNotNull();
	}

	@Test
	void youngServersAreQuarantinedIfOlderOneIsSlow() {
		this.time.advance(Duration.ofHours(1));
		restart(1);
		restart(2);
		this.nodes.get(0).pause();
		RecordingClient client = acquire();
		assertThat(client.isHolding()).isFalse();
	}

}
