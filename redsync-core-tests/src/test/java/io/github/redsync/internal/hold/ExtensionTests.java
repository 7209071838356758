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
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.redsync.internal.ClientProcess;
import io.github.redsync.internal.RecordingClient;
import io.github.redsync.internal.hold.HoldResult.Kind;
import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.test.time.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Extensions whose replies are late or missing. A node may take 400 ms to reply. A round
 * without replies is followed by the next one 400 ms later.
 */
class ExtensionTests {

	private static final long FULL = ClientProcess.EXPIRY.toMillis();

	private final VirtualTime time = new VirtualTime();

	private final MemoryNodes nodes = MemoryNodes.create(3, this.time);

	private final ClientProcess process = new ClientProcess(this.nodes, this.time, new ArrayList<>());

	private final Hold hold = this.process.acquire("holder").hold();

	private void delayReplies(Duration delay) {
		this.nodes.servers().forEach((server) -> server.delayReplies(delay));
	}

	private void advance(long millis) {
		for (long i = 0; i < millis; i++) {
			this.time.advance(Duration.ofMillis(1));
		}
	}

	private long leftMillis() {
		return this.hold.leftNanos() / LockParameters.NANOS_PER_MILLI;
	}

	@Test
	void replyAfterNodeLimitStillExtends() {
		delayReplies(Duration.ofMillis(1_500));
		advance(1_000);
		CompletableFuture<HoldResult> extension = this.hold.extend();
		advance(1_499);
		assertThat(extension).isNotDone();
		advance(1);
		assertThat(extension).isCompletedWithValueMatching((result) -> result.kind() == Kind.DONE);
		// From the start of the round with replies
		assertThat(leftMillis()).isBetween(FULL - 1_500 - 85, FULL - 1_500);
	}

	@Test
	void replyAfterValidityDoesNotExtend() {
		delayReplies(Duration.ofMillis(FULL));
		CompletableFuture<HoldResult> extension = this.hold.extend();
		advance(2 * FULL);
		assertThat(extension).isCompletedWithValueMatching((result) -> result.kind() != Kind.DONE);
		assertThat(this.hold.isLost()).isTrue();
	}

	@Test
	void silentNodesAreAskedLessAndLessOften() {
		this.nodes.servers().forEach((server) -> server.dropReplies());
		long before = this.time.nanoTime();
		CompletableFuture<HoldResult> extension = this.hold.extend();
		int rounds = 0;
		long seen = FULL;
		while (!extension.isDone()) {
			advance(1);
			Duration left = this.nodes.get(0).timeLeft("job");
			rounds += (left != null && left.toMillis() > seen) ? 1 : 0;
			seen = (left != null) ? left.toMillis() : 0;
		}
		assertThat(this.time.nanoTime() - before).isGreaterThan(7_000 * LockParameters.NANOS_PER_MILLI);
		assertThat(rounds).isBetween(4, 9);
	}

	@Test
	void missingKeysThatNodesReportLateProveLoss() {
		this.nodes.servers().forEach((server) -> server.evict("job"));
		this.nodes.get(1).delayReplies(Duration.ofMillis(450));
		this.nodes.get(2).delayReplies(Duration.ofMillis(450));
		CompletableFuture<HoldResult> extension = this.hold.extend();
		advance(449);
		assertThat(extension).isNotDone();
		advance(1);
		assertThat(extension).isCompletedWithValueMatching((result) -> result.kind() == Kind.EXPIRED);
		assertThat(this.hold.isLost()).isTrue();
		advance(1_000);
		assertThat(this.nodes.countOf("job")).isZero();
	}

	@Test
	void extensionSucceedsWithoutNodeThatLostKey() {
		this.nodes.get(0).evict("job");
		this.nodes.get(1).dropRequests();
		this.nodes.get(2).dropRequests();
		CompletableFuture<HoldResult> extension = this.hold.extend();
		advance(1_000);
		assertThat(extension).isNotDone();
		this.nodes.servers().forEach(MemoryServer::deliver);
		advance(1_000);
		assertThat(extension).isCompletedWithValueMatching((result) -> result.kind() == Kind.DONE);
	}

	/**
	 * The key that was restored on the third node proves nothing, and the first one is
	 * gone.
	 */
	@Test
	void lockThatCannotBeExtendedAgainIsLost() {
		this.nodes.get(2).set("restored", "another", Duration.ofMillis(2));
		RecordingClient client = new RecordingClient("second", new ArrayList<>()).acquire(this.process.engine(),
				"restored", ClientProcess.parameters(ClientProcess.LONG, 1, ClientProcess.LONG));
		advance(500);
		assertThat(this.nodes.countOf("restored")).isEqualTo(3);
		this.nodes.get(0).evict("restored");
		CompletableFuture<HoldResult> extension = client.hold().extend();
		advance(1);
		assertThat(extension).isCompletedWithValueMatching((result) -> result.kind() == Kind.EXPIRED);
		assertThat(client.hold().isLost()).isTrue();
	}

	@Test
	void shorterTimeToLiveCountsWhenSent() {
		this.nodes.servers().forEach((server) -> server.dropReplies());
		this.hold.extend(1_000);
		assertThat(leftMillis()).isLessThan(1_000);
		advance(1_100);
		assertThat(this.nodes.countOf("job")).isZero();
		assertThat(this.hold.isLost()).isTrue();
	}

	/**
	 * The monotonic clock has stopped. By that clock alone, more time would be left than
	 * the shorter extension allows.
	 */
	@Test
	void shorterTimeToLiveAfterSuspensionDoesNotProlong() {
		this.time.suspend(Duration.ofMillis(6_000));
		long left = leftMillis();
		assertThat(left).isBetween(1_000L, 2_000L);
		this.nodes.servers().forEach((server) -> server.dropRequests());
		this.hold.extend(5_000);
		assertThat(leftMillis()).isEqualTo(left);
		advance(left);
		assertThat(this.hold.isHeld()).isFalse();
	}

	@Test
	void restoreDoesNotShortenKeyOfExtensionUnderWay() {
		MemoryServer third = this.nodes.get(2);
		third.set("reacquired", "another", Duration.ofMillis(2));
		LockParameters parameters = new LockParameters(FULL, 0.01, 0.05, true, false, true, false, Long.MAX_VALUE, 0,
				false, 0, 1, (attempt) -> 0, LockParameters.UNBOUNDED, false);
		RecordingClient client = new RecordingClient("reacquirer", new ArrayList<>()).acquire(this.process.engine(),
				"reacquired", parameters);
		// The missing key is restored after the limit of a node, 400 ms
		advance(395);
		assertThat(third.get("reacquired")).isNull();
		delayReplies(Duration.ofMillis(50));
		client.hold().extend();
		advance(20);
		assertThat(third.timeLeft("reacquired")).isGreaterThanOrEqualTo(Duration.ofMillis(FULL - 20));
	}

	@Test
	void lossDetectedByExtensionIsReportedOutsideMonitor() {
		LockParameters parameters = new LockParameters(FULL, 0.01, 0.05, true, false, true, false, Long.MAX_VALUE, 0,
				false, 0, 1, (attempt) -> 0, LockParameters.UNBOUNDED, false);
		List<String> lost = new ArrayList<>();
		RecordingClient client = new RecordingClient("reacquirer", new ArrayList<>()) {

			@Override
			public void onLost(Loss loss) {
				// Blocks if the caller holds the monitor of the hold
				CompletableFuture<?> extension = CompletableFuture.runAsync(() -> hold().extend());
				assertThat(extension).succeedsWithin(Duration.ofSeconds(5));
				lost.add(loss.kind().name());
			}

		};
		client.acquire(this.process.engine(), "reacquired", parameters);
		this.time.suspend(Duration.ofMillis(FULL));
		client.hold().extend();
		assertThat(lost).containsExactly("EXPIRED");
	}

	@Test
	void overtakenRoundDoesNotUndoShorterExtension() {
		delayReplies(Duration.ofMillis(1_000));
		CompletableFuture<HoldResult> extension = this.hold.extend();
		advance(799);
		delayReplies(Duration.ofMillis(350));
		advance(201);
		assertThat(extension).isDone();
		// The second round is pending, and its replies will be in time
		delayReplies(Duration.ofMillis(1_500));
		this.hold.extend(1_000);
		advance(1_050);
		assertThat(this.nodes.countOf("job")).isZero();
		assertThat(this.hold.isHeld()).isFalse();
	}

}
