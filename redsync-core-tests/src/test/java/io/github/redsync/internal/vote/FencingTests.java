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
import io.github.redsync.internal.acquire.Refusal;
import io.github.redsync.internal.acquire.Refusal.Reason;
import io.github.redsync.node.NodeResult;
import io.github.redsync.node.RedisNode;
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.test.time.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fencing tokens while nodes restart with old counters, are unreachable or have wrong
 * clocks.
 */
class FencingTests {

	private static final Duration EXPIRY = Duration.ofSeconds(1);

	private final VirtualTime time = new VirtualTime();

	private final MemoryNodes nodes = MemoryNodes.create(3, this.time);

	private final List<String> log = new ArrayList<>();

	private final LockEngine engine;

	private int serial;

	FencingTests() {
		List<RedisNode> connections = new ArrayList<>();
		this.nodes.servers().forEach((server) -> connections.add(server.connect(this.time, this.time)));
		this.engine = new LockEngine(new NodeGroup(connections, this.time, this.time,
				new RestartGuard(RestartProtection.OBSERVED, 3), null));
		this.time.advance(Duration.ofMinutes(1));
	}

	private RecordingClient acquire(boolean strict) {
		RecordingClient waiter = startAcquisition(strict);
		this.time.advance(Duration.ofMillis(200));
		return waiter;
	}

	private RecordingClient startAcquisition(boolean strict) {
		LockParameters parameters = new LockParameters(EXPIRY.toMillis(), 0.01, 0.05, true, false, false, false,
				Long.MAX_VALUE, 0, true, 0, 1, (attempt) -> 0, LockParameters.UNBOUNDED, strict);
		return new RecordingClient("holder-" + this.serial++, this.log).acquire(this.engine, "account", parameters);
	}

	private long token() {
		RecordingClient waiter = acquire(false);
		long token = waiter.hold().token();
		waiter.release();
		return token;
	}

	private void tokenWithout(int down) {
		this.nodes.get(down).refuse();
		token();
		this.nodes.get(down).accept();
	}

	private void afterQuarantine() {
		this.time.advance(EXPIRY.multipliedBy(3));
	}

	@Test
	void staleSnapshotDoesNotRepeatTokens() {
		token();
		tokenWithout(0);
		tokenWithout(1);
		token();
		this.nodes.get(2).saveSnapshot();
		this.nodes.get(1).refuse();
		long last = 0;
		for (int i = 0; i < 5; i++) {
			last = token();
		}
		this.nodes.get(2).restartFromSnapshot();
		this.nodes.get(1).accept();
		this.nodes.get(0).refuse();
		afterQuarantine();
		assertThat(token()).isGreaterThan(last);
	}

	@Test
	void everyNodeHasCounterAfterOneLock() {
		long token = token();
		assertThat(this.nodes.servers())
			.allSatisfy((server) -> assertThat(server.get("account:fence")).startsWith(token + " "));
	}

	@Test
	void nodeThatRepliesFirstRegainsCounterAfterRestart() {
		token();
		this.nodes.get(0).restartEmpty();
		afterQuarantine();
		long token = token();
		assertThat(this.nodes.get(0).get("account:fence")).startsWith(token + " ");
	}

	@Test
	void nodeThatRepliesLastRegainsCounterAfterRestart() {
		tokenWithout(0);
		token();
		this.nodes.get(2).restartEmpty();
		afterQuarantine();
		long token = token();
		assertThat(this.nodes.get(2).get("account:fence")).startsWith(token + " ");
	}

	@Test
	void lateNodeWithLargerCounterVouchesAgainAfterRestart() {
		String ahead = Long.toString(token() + 50);
		MemoryServer server = this.nodes.get(2);
		server.set("account:fence", ahead + " earlier-incarnation", null);
		token();
		assertThat(server.get("account:fence")).startsWith(ahead + " ").doesNotEndWith("earlier-incarnation");
	}

	@Test
	void nodeWithRestoredKeyRegainsCounterAfterRestart() {
		tokenWithout(0);
		token();
		this.nodes.get(2).restartEmpty();
		afterQuarantine();
		this.nodes.get(2).refuse();
		RecordingClient waiter = startAcquisition(false);
		this.nodes.get(2).accept();
		this.time.advance(EXPIRY.dividedBy(4));
		assertThat(this.nodes.get(2).get("account:fence")).startsWith(waiter.hold().token() + " ");
	}

	@Test
	void emptyNodeAndUnreachableNodeDoNotLowerTokens() {
		this.nodes.get(0).stepClock(Duration.ofHours(1));
		long first = token();
		this.nodes.get(0).restartEmpty();
		afterQuarantine();
		this.nodes.get(1).refuse();
		assertThat(token()).isGreaterThan(first);
	}

	@Test
	void tokensGrowAfterRollingRestartWithAnyNodeDown() {
		long last = token();
		for (MemoryServer server : this.nodes.servers()) {
			server.saveSnapshot();
			server.restartFromSnapshot();
			afterQuarantine();
		}
		for (MemoryServer down : this.nodes.servers()) {
			down.refuse();
			long next = token();
			assertThat(next).as("%s down", down).isGreaterThan(last);
			last = next;
			down.accept();
		}
	}

	@Test
	void tokensOfUnusedNameGrowAfterRestartOfAllNodes() {
		long last = token();
		restartAll();
		assertThat(token()).isGreaterThan(last);
	}

	private void restartAll() {
		for (MemoryServer server : this.nodes.servers()) {
			server.saveSnapshot();
			server.restartFromSnapshot();
		}
		afterQuarantine();
	}

	@Test
	void counterAheadOfEveryClockIsRefused() {
		this.nodes.servers().forEach((server) -> server.stepClock(Duration.ofHours(1)));
		token();
		this.nodes.servers().forEach((server) -> server.stepClock(Duration.ofHours(-1)));
		restartAll();
		Refusal refusal = acquire(false).refusal();
		assertThat(refusal).isNotNull();
		assertThat(refusal.reason()).isEqualTo(Reason.UNAVAILABLE);
		assertThat(refusal.nodes()).extracting(NodeResult::error)
			.anySatisfy((error) -> assertThat(error).contains("ahead of the clocks").contains("ms"));
		assertThat(this.nodes.countOf("account")).isZero();
	}

	@Test
	void strictModeNeedsRepliesOfAllNodes() {
		long last = token();
		restartAll();
		this.nodes.get(1).refuse();
		Refusal refusal = acquire(true).refusal();
		assertThat(refusal).isNotNull();
		assertThat(refusal.nodes().get(1).error()).contains("strict fencing needs all nodes");
		this.nodes.get(1).accept();
		RecordingClient waiter = acquire(true);
		assertThat(waiter.hold().token()).isGreaterThan(last);
		waiter.release();
		this.nodes.get(1).refuse();
		assertThat(acquire(true).isHolding()).isTrue();
	}

}
