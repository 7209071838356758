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
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.time.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Acquisitions that user code ends.
 */
class AcquisitionTests {

	private final VirtualTime time = new VirtualTime();

	private final MemoryNodes nodes = MemoryNodes.create(3, this.time);

	private final List<String> log = new ArrayList<>();

	private final ClientProcess process = new ClientProcess(this.nodes, this.time, this.log);

	@Test
	void acquisitionCancelledByValueGeneratorLeavesNoKey() {
		this.nodes.servers().forEach((server) -> server.set("job", "foreign", null));
		List<Acquisition> acquisitions = new ArrayList<>();
		RecordingClient waiter = new RecordingClient("waiter", this.log);
		acquisitions.add(this.process.engine()
			.acquire("job", ClientProcess.parameters(ClientProcess.LONG, Integer.MAX_VALUE, ClientProcess.LONG), () -> {
				acquisitions.forEach(Acquisition::cancel);
				return "waiter-" + acquisitions.size();
			}, waiter));
		this.nodes.servers().forEach((server) -> server.evict("job"));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.log).isEmpty();
		assertThat(this.nodes.countOf("job")).isZero();
		assertThat(this.process.waitQueues()).isZero();
	}

}
