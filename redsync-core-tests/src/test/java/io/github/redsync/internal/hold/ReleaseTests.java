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

package io.github.redsync.internal.hold;

import java.time.Duration;
import java.util.ArrayList;

import io.github.redsync.internal.ClientProcess;
import io.github.redsync.internal.RecordingClient;
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.test.time.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Releases on nodes in memory.
 */
class ReleaseTests {

	private static final Duration MIN_HOLD = Duration.ofSeconds(1);

	private final VirtualTime time = new VirtualTime();

	private final MemoryNodes nodes = MemoryNodes.create(3, this.time);

	private final ClientProcess process = new ClientProcess(this.nodes, this.time, new ArrayList<>());

	@Test
	void keyWhoseMinHoldWasNotDeliveredIsReleasedLater() {
		RecordingClient client = this.process.acquire("holder",
				ClientProcess.parameters(Duration.ZERO, 1, Duration.ZERO, MIN_HOLD));
		MemoryServer server = this.nodes.get(0);
		server.dropRequests();
		client.release();
		server.deliver();
		server.disconnect();
		this.time.advance(MIN_HOLD.dividedBy(2));
		assertThat(this.nodes.countOf("job")).isEqualTo(3);
		this.time.advance(MIN_HOLD);
		assertThat(this.nodes.countOf("job")).isZero();
	}

}
