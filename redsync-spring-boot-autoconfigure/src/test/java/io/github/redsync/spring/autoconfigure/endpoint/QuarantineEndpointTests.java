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

package io.github.redsync.spring.autoconfigure.endpoint;

import java.util.Map;

import io.github.redsync.Redsync;
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.time.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedsyncEndpoint} while a node is quarantined after a restart.
 */
class QuarantineEndpointTests {

	private final MemoryNodes nodes = MemoryNodes.create(3, new VirtualTime());

	@Test
	void endOfQuarantineIsShown() {
		try (Redsync redsync = this.nodes.connect()) {
			RedsyncEndpoint endpoint = new RedsyncEndpoint(Map.of("redsync", redsync), redsync, new LockTracker());
			this.nodes.get(1).restartEmpty();
			assertThat(endpoint.redsync(null).nodes()).extracting(RedsyncDescriptor.Node::quarantinedUntil)
				.containsExactly(null, redsync.quarantinedNodes().get(this.nodes.get(1).name()), null);
			assertThat(redsync.quarantinedNodes()).hasSize(1);
		}
	}

}
