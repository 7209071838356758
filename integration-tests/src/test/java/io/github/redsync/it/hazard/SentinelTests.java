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

package io.github.redsync.it.hazard;

import java.io.IOException;

import io.github.redsync.Redsync;
import io.github.redsync.test.server.RedisServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node whose server is found by a Sentinel.
 */
class SentinelTests {

	@Test
	void theServerIsFoundByItsSentinelAndAfterALostConnectionAgain() throws IOException {
		try (RedisServer server = RedisServer.start();
				SentinelProcess sentinel = SentinelProcess.watching(server);
				Redsync redsync = Redsync.connect("redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#primary")) {
			Rig.awaitUp(redsync);
			assertThat(redsync.nodes()).extracting((node) -> node.name()).containsExactly("sentinel:primary");
			String value = redsync.newMutex("found").lock().value();
			assertThat(server.command("GET", "found")).isEqualTo(value);
			long before = Rig.calls(server, "info");
			server.command("CLIENT", "KILL", "TYPE", "normal");
			Rig.await().until(() -> Rig.calls(server, "info") > before + 1);
			Rig.awaitUp(redsync);
			assertThat(redsync.newMutex("found").tryLock()).isEmpty();
		}
	}

}
