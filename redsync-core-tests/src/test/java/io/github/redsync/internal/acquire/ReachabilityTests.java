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
import io.github.redsync.internal.acquire.Refusal.Reason;
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.test.time.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Waiting for locks on nodes with long round trips, or with an unreachable majority.
 */
class ReachabilityTests {

	private final VirtualTime time = new VirtualTime();

	private final MemoryNodes nodes = MemoryNodes.create(3, this.time);

	private final List<String> log = new ArrayList<>();

	private final ClientProcess process = new ClientProcess(this.nodes, this.time, this.log);

	@Test
	void boundedWaitOnFarNodesIsRefusedByHolder() {
		assertRefusedByHolder(ClientProcess.EXPIRY.toMillis(), 10, 160);
	}

	@Test
	void longerExpiryAllowsLongerRoundTrip() {
		assertRefusedByHolder(60_000, 500);
	}

	@Test
	void unreachableMajorityEndsAllWaitersAfterQuorumWait() {
		this.process.acquire("holder");
		List<RecordingClient> waiters = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			waiters.add(this.process.acquire("w" + i, ClientProcess.parametersWithQuorumWait(Duration.ofSeconds(2))));
		}
		this.nodes.get(0).refuse();
		this.nodes.get(1).refuse();
		this.time.advance(Duration.ofMillis(1_900));
		assertThat(waiters).allMatch(RecordingClient::isWaiting);
		// The head asks the nodes after two seconds without a notification
		this.time.advance(Duration.ofMillis(2_700));
		assertThat(waiters).allSatisfy((waiter) -> {
			assertThat(waiter.refusal()).isNotNull();
			assertThat(waiter.refusal().reason()).isEqualTo(Reason.UNAVAILABLE);
		});
	}

	@Test
	void singleUnreachableNodeDoesNotEndWait() {
		this.nodes.servers().forEach((server) -> server.set("job", "foreign", null));
		this.nodes.get(0).refuse();
		RecordingClient waiter = this.process.acquire("waiter", ClientProcess.parametersWithQuorumWait(Duration.ZERO));
		this.time.advance(Duration.ofSeconds(30));
		assertThat(waiter.isWaiting()).isTrue();
	}

	@Test
	void quorumWaitOfZeroEndsWithFirstAttempt() {
		this.nodes.get(0).refuse();
		this.nodes.get(1).refuse();
		RecordingClient waiter = this.process.acquire("waiter", ClientProcess.parametersWithQuorumWait(Duration.ZERO));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(waiter.refusal()).isNotNull();
		assertThat(waiter.refusal().attempts()).isEqualTo(1);
	}

	private void assertRefusedByHolder(long expiryMillis, int... roundTrips) {
		this.nodes.servers().forEach((server) -> server.set("job", "foreign", Duration.ofMinutes(1)));
		for (int roundTrip : roundTrips) {
			this.nodes.servers().forEach((server) -> server.delayRequests(Duration.ofMillis(roundTrip)));
			for (int wait : new int[] { 100, 300, 500, 1_000 }) {
				RecordingClient waiter = this.process.acquire("far", ClientProcess.parameters(Duration.ofMillis(wait),
						Integer.MAX_VALUE, Duration.ofMillis(100), expiryMillis));
				this.time.advance(Duration.ofMillis(wait + 2_000));
				assertThat(waiter.refusal()).as("round trip %d, wait %d", roundTrip, wait).isNotNull();
				assertThat(waiter.refusal().reason()).as("round trip %d, wait %d", roundTrip, wait)
					.isEqualTo(Reason.TAKEN);
			}
		}
	}

	@Test
	void silentMajorityEndsWaitOfZeroAsUnavailable() {
		this.nodes.servers().forEach((server) -> server.set("job", "foreign", null));
		RecordingClient waiter = this.process.acquire("waiter", ClientProcess.parametersWithQuorumWait(Duration.ZERO));
		this.nodes.servers().forEach(MemoryServer::dropReplies);
		this.time.advance(Duration.ofSeconds(5));
		assertThat(waiter.refusal()).isNotNull();
		assertThat(waiter.refusal().reason()).isEqualTo(Reason.UNAVAILABLE);
	}

	@Test
	void acquisitionThatHasJustStartedOutlivesHead() {
		this.process.acquire("holder");
		RecordingClient head = this.process.acquire("head",
				ClientProcess.parametersWithQuorumWait(Duration.ofSeconds(2)));
		this.nodes.get(0).refuse();
		this.nodes.get(1).refuse();
		RecordingClient late = null;
		while (head.isWaiting()) {
			late = this.process.acquire("late", ClientProcess.parametersWithQuorumWait(Duration.ofSeconds(2)));
			this.time.advance(Duration.ofMillis(50));
		}
		assertThat(late.isWaiting()).isTrue();
	}

}
