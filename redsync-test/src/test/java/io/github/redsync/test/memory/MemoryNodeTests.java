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

package io.github.redsync.test.memory;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.NodeException;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.test.time.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MemoryNode} and its {@link MemoryServer}.
 */
class MemoryNodeTests {

	private final VirtualTime time = new VirtualTime();

	private final MemoryServer server = new MemoryServer("node", this.time.undisturbed());

	private final MemoryNode node = this.server.connect(this.time, this.time);

	private final MemoryNode other = this.server.connect(this.time, this.time);

	@Test
	void grantsFreeLockForItsTimeToLive() {
		assertThat(status(acquire("a"))).isEqualTo(Status.GRANTED);
		advance(99);
		NodeReply taken = reply(acquire("b"));
		assertThat(taken.status()).isEqualTo(Status.TAKEN);
		assertThat(taken.holder()).isEqualTo("a");
		assertThat(taken.timeLeftMillis()).isEqualTo(1);
		advance(1);
		assertThat(this.server.keys()).isEmpty();
		assertThat(status(acquire("b"))).isEqualTo(Status.GRANTED);
	}

	@Test
	void releasesOwnKeyOnly() {
		acquire("a");
		assertThat(status(this.node.release("key", "b"))).isEqualTo(Status.TAKEN);
		assertThat(status(this.node.release("key", "a"))).isEqualTo(Status.RELEASED);
		assertThat(status(this.node.release("key", "a"))).isEqualTo(Status.MISSING);
	}

	@Test
	void extendsOwnKeyAndRestoresMissingOneIfAsked() {
		acquire("a");
		advance(50);
		assertThat(status(this.node.extend("key", "a", 100, false))).isEqualTo(Status.EXTENDED);
		assertThat(this.server.timeLeft("key")).isEqualTo(Duration.ofMillis(100));
		assertThat(status(this.node.extend("key", "b", 100, true))).isEqualTo(Status.TAKEN);
		advance(100);
		assertThat(status(this.node.extend("key", "a", 100, false))).isEqualTo(Status.MISSING);
		assertThat(status(this.node.extend("key", "a", 100, true))).isEqualTo(Status.RESTORED);
		assertThat(this.server.get("key")).isEqualTo("a");
	}

	@Test
	void fencedGrantReportsClockUntilThereIsCounter() {
		NodeReply first = reply(fenced("a"));
		assertThat(first.fence()).isEqualTo(NodeReply.NO_FENCE);
		assertThat(first.timeMicros()).isEqualTo(this.time.currentTimeMillis() * 1000);
		assertThat(status(this.node.raise("key", "b", 40, first.incarnation()))).isEqualTo(Status.TAKEN);
		assertThat(status(this.node.raise("key", "a", 41, first.incarnation()))).isEqualTo(Status.RAISED);
		assertThat(status(this.node.raise("key", "a", 41, first.incarnation()))).isEqualTo(Status.RAISED);
		assertThat(status(this.node.raise("key", "a", 40, first.incarnation()))).isEqualTo(Status.TAKEN);
		NodeReply refused = reply(fenced("b"));
		assertThat(refused.fence()).isEqualTo(41);
		this.node.release("key", "a");
		NodeReply second = reply(fenced("b"));
		assertThat(second.fence()).isEqualTo(42);
		assertThat(second.timeMicros()).isZero();
		assertThat(this.server.timeLeft("key:fence")).isEqualTo(Duration.ofDays(7));
	}

	@Test
	void inspectsAndPings() {
		assertThat(status(this.node.inspect("key"))).isEqualTo(Status.MISSING);
		this.server.set("key", "data", null);
		NodeReply held = reply(this.node.inspect("key"));
		assertThat(held.status()).isEqualTo(Status.HELD);
		assertThat(held.holder()).isEqualTo("data");
		assertThat(held.timeLeftMillis()).isEqualTo(-1);
		assertThat(status(this.node.ping())).isEqualTo(Status.PONG);
	}

	@Test
	void abandonedAttemptIsNotSent() {
		AcquireRequest request = new AcquireRequest("key", "a", 100, false, 0);
		request.abandon();
		assertThat(failure(this.node.acquire(request)).notSent()).isTrue();
		assertThat(this.server.keys()).isEmpty();
	}

	@Test
	void pausedServerExecutesRequestsWhenResumed() {
		this.server.pause();
		CompletionStage<NodeReply> acquired = acquire("a");
		CompletionStage<NodeReply> refused = this.other.acquire(new AcquireRequest("key", "b", 100, false, 0));
		CompletionStage<NodeReply> released = this.node.release("key", "a");
		assertThat(acquired.toCompletableFuture()).isNotDone();
		this.server.resume();
		assertThat(status(acquired)).isEqualTo(Status.GRANTED);
		assertThat(status(refused)).isEqualTo(Status.TAKEN);
		assertThat(status(released)).isEqualTo(Status.RELEASED);
	}

	@Test
	void messagesAreDelayedAndKeepTheirOrder() {
		this.server.delayRequests(Duration.ofMillis(10));
		this.server.delayReplies(Duration.ofMillis(5));
		CompletionStage<NodeReply> acquired = acquire("a");
		this.server.deliver();
		CompletionStage<NodeReply> released = this.node.release("key", "a");
		advance(9);
		assertThat(this.server.keys()).isEmpty();
		advance(1);
		assertThat(status(released)).isEqualTo(Status.RELEASED);
		assertThat(status(acquired)).isEqualTo(Status.GRANTED);
	}

	@Test
	void droppedRequestHasNoEffectButDroppedReplyHas() {
		this.server.dropRequests();
		assertThat(acquire("a").toCompletableFuture()).isNotDone();
		assertThat(this.server.keys()).isEmpty();
		this.server.deliver();
		this.server.dropReplies();
		assertThat(acquire("b").toCompletableFuture()).isNotDone();
		assertThat(this.server.get("key")).isEqualTo("b");
	}

	@Test
	void lostConnectionFailsPendingRequests() {
		this.server.delayRequests(Duration.ofMillis(10));
		CompletionStage<NodeReply> acquired = acquire("a");
		this.node.disconnect();
		assertThat(failure(acquired).notSent()).isFalse();
		advance(20);
		assertThat(this.server.keys()).isEmpty();
	}

	@Test
	void lostConnectionDoesNotUndoExecutedRequests() {
		this.server.delayReplies(Duration.ofMillis(10));
		CompletionStage<NodeReply> acquired = acquire("a");
		this.node.disconnect();
		assertThat(failure(acquired).notSent()).isFalse();
		assertThat(this.server.get("key")).isEqualTo("a");
	}

	@Test
	void releaseLostWithConnectionIsResent() {
		acquire("a");
		this.server.delayRequests(Duration.ofMillis(10));
		this.node.release("key", "a");
		this.server.refuse();
		advance(20);
		assertThat(this.server.get("key")).isEqualTo("a");
		assertThat(failure(acquire("b")).notSent()).isTrue();
		assertThat(this.node.isUp()).isFalse();
		this.server.accept();
		advance(10);
		assertThat(this.server.keys()).isEmpty();
		assertThat(this.node.isUp()).isTrue();
	}

	@Test
	void restartLosesEverythingAndIsNewIncarnation() {
		advance(10_000);
		NodeReply before = reply(fenced("a"));
		this.node.raise("key", "a", 7, before.incarnation());
		this.server.restartEmpty();
		assertThat(this.server.keys()).isEmpty();
		NodeReply after = reply(fenced("a"));
		assertThat(after.incarnation().id()).isNotEqualTo(before.incarnation().id());
		assertThat(before.incarnation().restarted()).isFalse();
		assertThat(after.incarnation().restarted()).isTrue();
		assertThat(after.incarnation().contactNanos()).isEqualTo(this.time.nanoTime());
		assertThat(after.fence()).isEqualTo(NodeReply.NO_FENCE);
	}

	@Test
	void ageIsInWholeSecondsAndNeverTooLarge() {
		advance(4_500);
		NodeReply granted = reply(
				this.server.connect(this.time, this.time).acquire(new AcquireRequest("key", "a", 100, false, 0)));
		assertThat(granted.incarnation().ageNanos()).isBetween(3_000_000_000L, 4_500_000_000L);
	}

	@Test
	void clockOfServerCanBeWrong() {
		this.server.clockRate(2);
		acquire("a");
		advance(50);
		assertThat(this.server.get("key")).isNull();
		acquire("b");
		this.server.stepClock(Duration.ofMillis(100));
		assertThat(this.server.get("key")).isNull();
	}

	@Test
	void keyCanBeEvicted() {
		acquire("a");
		assertThat(this.server.evict("key")).isTrue();
		assertThat(this.server.evict("key")).isFalse();
		assertThat(status(this.node.release("key", "a"))).isEqualTo(Status.MISSING);
	}

	@Test
	void closedNodeFails() {
		this.server.pause();
		CompletionStage<NodeReply> acquired = acquire("a");
		this.node.close();
		this.node.close();
		assertThat(failure(acquired).notSent()).isFalse();
		assertThat(failure(this.node.ping()).notSent()).isTrue();
	}

	private CompletionStage<NodeReply> acquire(String value) {
		return this.node.acquire(new AcquireRequest("key", value, 100, false, 0));
	}

	private CompletionStage<NodeReply> fenced(String value) {
		return this.node.acquire(new AcquireRequest("key", value, 100, true, 0));
	}

	private static NodeReply reply(CompletionStage<NodeReply> stage) {
		assertThat(stage.toCompletableFuture()).isDone();
		return stage.toCompletableFuture().join();
	}

	private static Status status(CompletionStage<NodeReply> stage) {
		return reply(stage).status();
	}

	private static NodeException failure(CompletionStage<NodeReply> stage) {
		CompletableFuture<NodeReply> future = stage.toCompletableFuture();
		assertThat(future).isCompletedExceptionally();
		return (NodeException) future.handle((reply, failure) -> failure).join();
	}

	private void advance(long millis) {
		this.time.advance(Duration.ofMillis(millis));
	}

	@Test
	void counterOfEarlierIncarnationDoesNotVouch() {
		NodeReply first = reply(fenced("a"));
		this.node.raise("key", "a", 41, first.incarnation());
		this.node.release("key", "a");
		this.server.saveSnapshot();
		this.server.restartFromSnapshot();
		NodeReply second = reply(fenced("b"));
		assertThat(second.fence()).isEqualTo(41);
		assertThat(second.timeMicros()).isPositive();
		assertThat(this.node.raise("key", "b", 50, first.incarnation()).toCompletableFuture())
			.isCompletedExceptionally();
		assertThat(this.server.get("key:fence")).startsWith("41 ");
		assertThat(status(this.node.raise("key", "b", 50, second.incarnation()))).isEqualTo(Status.RAISED);
		this.node.release("key", "b");
		NodeReply third = reply(fenced("c"));
		assertThat(third.fence()).isEqualTo(51);
		assertThat(third.timeMicros()).isZero();
	}

}
