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

package io.github.redsync.internal.wait;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.github.redsync.internal.ClientProcess;
import io.github.redsync.internal.RecordingClient;
import io.github.redsync.internal.acquire.Refusal.Reason;
import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.node.NodeResult;
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.test.time.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The wait queue of one process. The retry delay is longer than the time that passes,
 * except in tests of that delay. A waiter that gets the lock was therefore woken by a
 * hand-off or a change.
 */
class WaitQueueTests {

	private final VirtualTime time = new VirtualTime();

	private final MemoryNodes nodes = MemoryNodes.create(3, this.time);

	private final List<String> log = new ArrayList<>();

	private final ClientProcess process = new ClientProcess(this.nodes, this.time, this.log);

	private List<RecordingClient> waiters(int count) {
		return IntStream.range(0, count).mapToObj((number) -> this.process.acquire("w" + number)).toList();
	}

	@Test
	void waitersGetLockInOrderOfArrival() {
		RecordingClient holder = this.process.acquire("holder");
		List<RecordingClient> waiters = waiters(5);
		holder.release();
		waiters.forEach(RecordingClient::release);
		assertThat(this.log).containsExactly("holder", "w0", "w1", "w2", "w3", "w4");
		assertThat(this.nodes.countOf("job")).isZero();
		assertThat(this.process.waitQueues()).isZero();
	}

	@Test
	void newWaiterQueuesBehindEarlierWaiters() {
		RecordingClient holder = this.process.acquire("holder");
		RecordingClient first = this.process.acquire("first");
		holder.release();
		RecordingClient second = this.process.acquire("second");
		RecordingClient third = this.process.acquire("third");
		assertThat(first.isHolding()).isTrue();
		first.release();
		second.release();
		third.release();
		assertThat(this.log).containsExactly("holder", "first", "second", "third");
	}

	@Test
	void singleAttemptAsksNodesAndDoesNotQueue() {
		RecordingClient holder = this.process.acquire("holder");
		waiters(2);
		RecordingClient trying = this.process.acquire("trying", Duration.ZERO);
		assertThat(trying.refusal()).isNotNull();
		assertThat(trying.refusal().reason()).isEqualTo(Reason.TAKEN);
		assertThat(trying.refusal().nodes()).extracting(NodeResult::holder).contains("holder-0");
		assertThat(holder.isHolding()).isTrue();
	}

	@Test
	void everyWaiterHasItsOwnDeadline() {
		this.process.acquire("holder");
		this.process.acquire("first");
		RecordingClient middle = this.process.acquire("middle", Duration.ofSeconds(1));
		RecordingClient last = this.process.acquire("last", Duration.ofSeconds(2));
		this.time.advance(Duration.ofMillis(999));
		assertThat(middle.isWaiting()).isTrue();
		this.time.advance(Duration.ofMillis(1));
		assertThat(middle.refusal()).isNotNull();
		assertThat(middle.refusal().reason()).isEqualTo(Reason.TAKEN);
		assertThat(middle.refusal().nodes()).extracting(NodeResult::holder).contains("holder-0");
		assertThat(last.isWaiting()).isTrue();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(last.refusal()).isNotNull();
	}

	@Test
	void refusedWaiterBehindLocalHolderSeesHolder() {
		RecordingClient holder = this.process.acquire("holder");
		RecordingClient first = this.process.acquire("first");
		holder.release();
		RecordingClient waiter = this.process.acquire("waiter", Duration.ofSeconds(1));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(first.isHolding()).isTrue();
		assertThat(waiter.refusal().nodes()).extracting(NodeResult::holder).contains(first.hold().value());
	}

	@Test
	void attemptsAreCountedInMiddleOfQueue() {
		this.process.acquire("holder");
		this.process.acquire("first");
		RecordingClient waiter = this.process.acquire("waiter",
				ClientProcess.parameters(ClientProcess.LONG, 3, Duration.ofMillis(100)));
		this.time.advance(Duration.ofMillis(299));
		assertThat(waiter.isWaiting()).isTrue();
		this.time.advance(Duration.ofMillis(1));
		assertThat(waiter.refusal()).isNotNull();
	}

	@Test
	void cancelledWaiterIsSkipped() {
		RecordingClient holder = this.process.acquire("holder");
		List<RecordingClient> waiters = waiters(4);
		assertThat(waiters.get(0).cancel()).isTrue();
		assertThat(waiters.get(2).cancel()).isTrue();
		holder.release();
		waiters.get(1).release();
		waiters.get(3).release();
		assertThat(this.log).containsExactly("holder", "w1", "w3");
		assertThat(this.process.waitQueues()).isZero();
	}

	@Test
	void cancelledAttemptOfHeadWakesNextWaiter() {
		List<RecordingClient> waiters = new ArrayList<>();
		this.nodes.servers().forEach((server) -> server.set("job", "foreign", null));
		waiters.add(this.process.acquire("w0"));
		waiters.add(this.process.acquire("w1"));
		// The head was woken, and its attempt is pending
		this.nodes.servers().forEach((server) -> server.delayRequests(Duration.ofMillis(10)));
		this.nodes.servers().forEach((server) -> server.evict("job"));
		waiters.get(0).cancel();
		this.time.advance(Duration.ofMillis(100));
		assertThat(this.log).containsExactly("w1");
		assertThat(this.nodes.servers()).allMatch((server) -> "w1-0".equals(server.get("job")));
	}

	@Test
	void releaseByOtherProcessWakesHead() {
		this.nodes.servers().forEach((server) -> server.set("job", "foreign", null));
		waiters(2);
		this.nodes.get(0).evict("job");
		assertThat(this.log).isEmpty();
		this.nodes.get(1).evict("job");
		assertThat(this.log).containsExactly("w0");
	}

	@Test
	void changeOnSingleNodeWakesHeadAfterDelay() {
		this.nodes.servers().forEach((server) -> server.set("job", "foreign", null));
		waiters(1);
		this.nodes.get(0).dropReplies();
		this.nodes.get(1).dropReplies();
		this.nodes.get(0).evict("job");
		this.nodes.get(1).evict("job");
		this.nodes.get(0).deliver();
		this.nodes.get(1).deliver();
		this.nodes.get(2).evict("job");
		assertThat(this.log).isEmpty();
		this.time.advance(Duration.ofMillis(3));
		assertThat(this.log).containsExactly("w0");
	}

	@Test
	void endOfTimeToLiveWakesHead() {
		this.nodes.servers().forEach((server) -> server.set("job", "foreign", Duration.ofSeconds(3)));
		waiters(2);
		this.time.advance(Duration.ofMillis(2_990));
		assertThat(this.log).isEmpty();
		this.time.advance(Duration.ofMillis(12));
		assertThat(this.log).containsExactly("w0");
	}

	@Test
	void lossOfLocalHoldWakesHead() {
		RecordingClient holder = this.process.acquire("holder");
		RecordingClient first = this.process.acquire("first");
		holder.release();
		this.process.acquire("second");
		this.time.advance(ClientProcess.EXPIRY.plusMillis(10));
		assertThat(first.isHolding()).isFalse();
		assertThat(this.log).containsExactly("holder", "first", "second");
	}

	@Test
	void lostConnectionWakesHead() {
		this.nodes.servers().forEach((server) -> server.set("job", "foreign", null));
		waiters(1);
		this.nodes.servers().forEach(MemoryServer::dropReplies);
		this.nodes.servers().forEach((server) -> server.evict("job"));
		this.nodes.servers().forEach(MemoryServer::deliver);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.log).isEmpty();
		this.nodes.get(0).disconnect();
		this.time.advance(Duration.ofMillis(3));
		assertThat(this.log).containsExactly("w0");
	}

	@Test
	void lockWithMinHoldIsNotHandedOff() {
		RecordingClient holder = this.process.acquire("holder", ClientProcess.parameters(ClientProcess.LONG,
				Integer.MAX_VALUE, ClientProcess.LONG, Duration.ofSeconds(2)));
		waiters(1);
		holder.release();
		this.time.advance(Duration.ofMillis(1_990));
		assertThat(this.log).containsExactly("holder");
		this.time.advance(Duration.ofMillis(20));
		assertThat(this.log).containsExactly("holder", "w0");
	}

	@Test
	void otherProcessGetsLockDuringHandOffs() {
		ClientProcess other = new ClientProcess(this.nodes, this.time, this.log);
		RecordingClient current = this.process.acquire("holder");
		RecordingClient rival = other.acquire("rival");
		int served = 0;
		while (rival.isWaiting() && served < 1_000) {
			if (current.isHolding()) {
				RecordingClient next = this.process.acquire("w" + served++);
				current.release();
				current = next;
			}
			this.time.advance(Duration.ofMillis(1));
		}
		assertThat(rival.isHolding()).isTrue();
		assertThat(served).isBetween(10, 100);
	}

	@Test
	void watchingHeadPollsAtLongIntervals() {
		int[] values = new int[1];
		this.nodes.servers().forEach((server) -> server.set("job", "foreign", null));
		this.process.engine()
			.acquire("job", ClientProcess.parameters(ClientProcess.LONG, Integer.MAX_VALUE, Duration.ofMillis(100)),
					() -> "waiter-" + values[0]++, new RecordingClient("waiter", this.log));
		this.time.advance(Duration.ofSeconds(10));
		// Every two seconds, in case a change notification was lost
		assertThat(values[0]).isBetween(4, 8);
		this.nodes.get(0).evict("job");
		this.nodes.get(1).evict("job");
		assertThat(this.log).containsExactly("waiter");
	}

	@Test
	void evictedKeyOfLocalHoldWakesHead() {
		RecordingClient holder = this.process.acquire("holder");
		this.process.acquire("first");
		holder.release();
		this.process.acquire("second",
				ClientProcess.parameters(ClientProcess.LONG, Integer.MAX_VALUE, Duration.ofMillis(100)));
		this.time.advance(Duration.ofMillis(150));
		this.nodes.servers().forEach((server) -> server.evict("job"));
		assertThat(this.log).containsExactly("holder", "first", "second");
	}

	@Test
	void noQueueIsLeftOfManyNames() {
		List<RecordingClient> holders = new ArrayList<>();
		List<RecordingClient> waiters = new ArrayList<>();
		LockParameters parameters = ClientProcess.parameters(ClientProcess.LONG, Integer.MAX_VALUE, ClientProcess.LONG);
		for (int i = 0; i < 10_000; i++) {
			holders.add(new RecordingClient("h", this.log).acquire(this.process.engine(), "name-" + i, parameters));
		}
		assertThat(this.process.waitQueues()).isZero();
		for (int i = 0; i < 1_000; i++) {
			waiters.add(new RecordingClient("w", this.log).acquire(this.process.engine(), "name-" + i, parameters));
		}
		assertThat(this.process.waitQueues()).isEqualTo(1_000);
		holders.forEach(RecordingClient::release);
		assertThat(waiters).allMatch(RecordingClient::isHolding);
		waiters.forEach(RecordingClient::release);
		assertThat(this.nodes.get(0).keys()).isEmpty();
		assertThat(this.process.waitQueues()).isZero();
		assertThat(this.time.pendingTimers()).isZero();
	}

	@Test
	void attemptCancelledBehindLocalHolderDoesNotBlockNextWaiter() {
		RecordingClient first = this.process.acquire("first");
		RecordingClient holder = this.process.acquire("holder");
		first.release();
		RecordingClient polling = this.process.acquire("polling",
				ClientProcess.parameters(ClientProcess.LONG, 100, Duration.ofMillis(20)));
		this.nodes.servers().forEach((server) -> server.delayRequests(Duration.ofMillis(10)));
		this.time.advance(Duration.ofMillis(25));
		assertThat(polling.cancel()).isTrue();
		this.time.advance(Duration.ofMillis(50));
		this.process.acquire("next");
		holder.release();
		this.time.advance(Duration.ofMillis(100));
		assertThat(this.log).containsExactly("first", "holder", "next");
	}

	@Test
	void callAfterCloseEndsImmediatelyBehindLocalHolder() {
		RecordingClient first = this.process.acquire("first");
		this.process.acquire("holder");
		first.release();
		this.process.engine().close();
		RecordingClient late = this.process.acquire("late");
		assertThat(late.refusal()).isNotNull();
		assertThat(late.refusal().reason()).isEqualTo(Reason.CLOSED);
	}

	@Test
	void waitingCallEndsImmediatelyAtClose() {
		this.process.acquire("holder");
		List<RecordingClient> waiters = waiters(3);
		this.process.engine().close();
		assertThat(waiters).allSatisfy((waiter) -> assertThat(waiter.refusal().reason()).isEqualTo(Reason.CLOSED));
	}

	@Test
	void errorOfValueGeneratorEndsItsOwnCallOnly() {
		RecordingClient holder = this.process.acquire("holder");
		RecordingClient failing = failing(new NoClassDefFoundError("com/example/Ids"));
		RecordingClient next = this.process.acquire("next");
		holder.release();
		assertThat(failing.failure()).isNotNull();
		assertThat(failing.failure().getCause()).isInstanceOf(NoClassDefFoundError.class);
		assertThat(next.isHolding()).isTrue();
		next.release();
		assertThat(this.nodes.countOf("job")).isZero();
	}

	@Test
	void stackOverflowInValueGeneratorEndsItsCall() {
		RecordingClient failing = failing(new StackOverflowError());
		assertThat(failing.failure()).isNotNull();
		assertThat(this.process.acquire("next").isHolding()).isTrue();
	}

	private RecordingClient failing(Error error) {
		RecordingClient waiter = new RecordingClient("failing", this.log);
		this.process.engine()
			.acquire("job", ClientProcess.parameters(ClientProcess.LONG, Integer.MAX_VALUE, ClientProcess.LONG), () -> {
				throw error;
			}, waiter);
		return waiter;
	}

	@Test
	void attemptsCountOnlyWhatWasAsked() {
		this.process.acquire("holder");
		this.process.acquire("first");
		RecordingClient waiter = this.process.acquire("waiter",
				ClientProcess.parameters(ClientProcess.LONG, 3, Duration.ofMillis(100)));
		this.time.advance(Duration.ofMillis(300));
		assertThat(waiter.refusal().attempts()).isEqualTo(1);
	}

}
