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

package io.github.redsync.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.redsync.LockOptions;
import io.github.redsync.Redsync;
import io.github.redsync.RestartProtection;
import io.github.redsync.node.RedisNode;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All servers are restarted empty, one after another, while several clients contend for a
 * lock. Some of the pauses between restarts are shorter than the quarantine, so that a
 * majority loses the key of a held lock. Others are longer.
 */
@RedisNodes(count = 5)
@Timeout(60)
class RollingRestartTests {

	private static final Duration EXPIRY = Duration.ofMillis(500);

	/** The pause after each restart, in milliseconds. */
	private static final List<Integer> PAUSES = List.of(0, 0, 0, 600, 0);

	private final RedisServers servers;

	private final List<Redsync> opened = new ArrayList<>();

	RollingRestartTests(RedisServers servers) {
		this.servers = servers;
	}

	@AfterEach
	void close() {
		this.opened.forEach(Redsync::close);
	}

	@Test
	void clientsThatObserveRestartsExcludeEachOther() throws Exception {
		try (LocalContention contention = new LocalContention(EXPIRY, EXPIRY)) {
			Redsync one = connect(RestartProtection.OBSERVED);
			contention.addContenders(one, 3);
			contention.addContenders(connect(RestartProtection.OBSERVED), 3);
			contention.awaitHolder(one);
			for (int i = 0; i < PAUSES.size(); i++) {
				restart(i);
				pause(PAUSES.get(i));
			}
			assertNoViolation(contention);
		}
	}

	@Test
	void strictClientsThatStartLaterExcludeOthers() throws Exception {
		try (LocalContention contention = new LocalContention(EXPIRY, EXPIRY)) {
			Redsync one = connect(RestartProtection.STRICT);
			contention.awaitHolder(one);
			for (int i = 0; i < PAUSES.size(); i++) {
				restart(i);
				if (i > 1) {
					contention.addContenders(connect(RestartProtection.STRICT), 2);
				}
				pause(PAUSES.get(i));
			}
			contention.addContenders(one, 2);
			assertNoViolation(contention);
		}
	}

	private Redsync connect(RestartProtection protection) {
		Redsync.Builder builder = Redsync.builder()
			.restartProtection(protection)
			// The longest expiry in use is the length of the quarantine
			.defaults(LockOptions.builder().expiry(EXPIRY).build());
		this.servers.uris().forEach(builder::node);
		Redsync client = builder.build();
		this.opened.add(client);
		return client;
	}

	private void restart(int index) {
		RedisServer server = this.servers.get(index);
		server.kill();
		server.restartEmpty();
	}

	private static void pause(int millis) {
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
	}

	private void assertNoViolation(LocalContention contention) throws InterruptedException {
		Awaitility.await()
			.until(() -> this.opened.stream().flatMap((client) -> client.nodes().stream()).allMatch(RedisNode::isUp));
		// The lock is available again, and every node votes
		contention.awaitHolds(5);
		List<HoldInterval> intervals = contention.end();
		assertThat(HistoryCheck.violations(intervals)).isEmpty();
		assertThat(intervals.stream().map(HoldInterval::value)).doesNotHaveDuplicates();
		this.servers.forEach((server) -> Awaitility.await()
			.until(() -> Long.valueOf(0).equals(server.command("EXISTS", LocalContention.NAME))));
	}

}
