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

package io.github.redsync.servers;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import io.github.redsync.LeaseNotHeldException;
import io.github.redsync.LockInterruptedException;
import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.LockOptionsBuilder;
import io.github.redsync.LockState;
import io.github.redsync.LockTakenException;
import io.github.redsync.Mutex;
import io.github.redsync.QuorumUnavailableException;
import io.github.redsync.Redsync;
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.test.time.VirtualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for mutexes of several locks, with in-memory nodes and virtual time.
 */
class SeveralLocksTests {

	private static final List<String> NAMES = List.of("c", "a", "b", "a");

	private final VirtualTime time = new VirtualTime();

	private final MemoryNodes nodes = MemoryNodes.create(3, this.time);

	private final Redsync redsync = this.nodes.builder().build();

	private final Redsync other = this.nodes.builder().owner("the other").build();

	@AfterEach
	void close() {
		this.redsync.close();
		this.other.close();
	}

	private Mutex mutex(Consumer<LockOptionsBuilder> options) {
		return this.redsync.newMutex(NAMES, options);
	}

	private Mutex mutex() {
		return this.redsync.newMutex(NAMES);
	}

	private void assertFree(String... names) {
		this.time.runDueTimers();
		for (String name : names) {
			assertThat(this.nodes.countOf(name)).as(name).isZero();
		}
	}

	@Test
	void locksAreAcquiredInOrderAndReleasedTogether() {
		Mutex mutex = mutex();
		assertThat(mutex.names()).containsExactly("a", "b", "c");
		assertThat(mutex.name()).isEqualTo("a + b + c");
		try (Lease lease = mutex.lock()) {
			assertThat(lease.names()).containsExactly("a", "b", "c");
			assertThat(lease.name()).isEqualTo("a + b + c");
			assertThat(lease.isValid()).isTrue();
			assertThat(lease.verify()).isTrue();
			lease.ensureHeld();
			for (String name : lease.names()) {
				assertThat(this.nodes.countOf(name)).isEqualTo(3);
				assertThat(this.other.newMutex(name).tryLock()).isEmpty();
			}
		}
		assertFree("a", "b", "c");
	}

	@Test
	void duplicateNamesMakeSingleLock() {
		Mutex mutex = this.redsync.newMutex(List.of("a", "a"));
		assertThat(mutex.name()).isEqualTo("a");
		assertThat(mutex.names()).containsExactly("a");
		mutex.lock().close();
	}

	@Test
	void emptyAndBlankNamesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.redsync.newMutex(List.of()))
			.withMessageContaining("'names' must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.redsync.newMutex(List.of("a", " ")))
			.withMessageContaining("must not be blank");
	}

	@Test
	void takenLockIsNamedAndOthersAreReleased() {
		this.other.newMutex("b").lock();
		Mutex mutex = mutex((options) -> options.minHold(Duration.ofSeconds(5)).waitTime(Duration.ZERO));
		assertThatExceptionOfType(LockTakenException.class).isThrownBy(mutex::lock)
			.withMessageContaining("'b' is taken")
			.withMessageContaining("the other");
		assertThat(mutex.tryLock()).isEmpty();
		assertFree("a", "c");
	}

	@Test
	void unreachableMajorityReleasesAll() {
		CompletableFuture<Lease> future = taken("b", (options) -> options.waitTime(Duration.ofSeconds(1)));
		this.nodes.get(0).refuse();
		this.nodes.get(1).refuse();
		this.time.advance(Duration.ofSeconds(2));
		assertThat(future).isCompletedExceptionally();
		assertThatExceptionOfType(QuorumUnavailableException.class).isThrownBy(() -> join(future))
			.withMessageContaining("'b'");
	}

	private CompletableFuture<Lease> taken(String name, Consumer<LockOptionsBuilder> options) {
		this.other.newMutex(name, (own) -> own.expiry(Duration.ofMinutes(5))).lock();
		CompletableFuture<Lease> future = mutex(options).lockAsync();
		assertThat(this.nodes.countOf("a")).isEqualTo(3);
		assertThat(future).isNotDone();
		return future;
	}

	private static Lease join(CompletableFuture<Lease> future) throws Throwable {
		try {
			return future.getNow(null);
		}
		catch (CompletionException ex) {
			throw ex.getCause();
		}
	}

	@Test
	void waitTimeAppliesToAllLocksTogether() {
		Lease a = this.other.newMutex("a").lock();
		Lease b = this.other.newMutex("b", (own) -> own.expiry(Duration.ofMinutes(5))).lock();
		CompletableFuture<Lease> future = mutex((options) -> options.waitTime(Duration.ofSeconds(4))).lockAsync();
		this.time.advance(Duration.ofSeconds(3));
		a.unlock();
		this.time.advance(Duration.ofMillis(1_400));
		assertThat(future).isCompletedExceptionally();
		assertFree("a", "c");
		b.unlock();
	}

	@Test
	void cancelledWaitReleasesAll() {
		CompletableFuture<Lease> future = taken("b", (options) -> options.minHold(Duration.ofSeconds(5)));
		future.cancel(false);
		assertFree("a", "c");
		assertThat(this.nodes.countOf("b")).isEqualTo(3);
		this.time.advance(Duration.ofSeconds(20));
		assertFree("a", "c");
	}

	@Test
	void interruptedWaitReleasesAllAndKeepsFlag() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(LockInterruptedException.class).isThrownBy(() -> mutex().lock());
		assertThat(Thread.interrupted()).isTrue();
		assertFree("a", "b", "c");
	}

	@Test
	void acquiredLocksAreExtendedDuringWait() {
		Lease b = this.other.newMutex("b", (own) -> own.expiry(Duration.ofMinutes(5))).lock();
		CompletableFuture<Lease> future = mutex(
				(options) -> options.expiry(Duration.ofSeconds(3)).waitTime(Duration.ofMinutes(1)))
			.lockAsync();
		for (int i = 0; i < 20; i++) {
			this.time.advance(Duration.ofMillis(500));
			assertThat(this.nodes.countOf("a")).isEqualTo(3);
		}
		this.time.advance(Duration.ofMillis(700));
		b.unlock();
		this.time.advance(Duration.ofMillis(260));
		Lease lease = future.join();
		assertThat(lease.timeLeft()).isGreaterThan(Duration.ofMillis(2_600));
		// The lease is no longer extended automatically
		this.time.advance(Duration.ofSeconds(3));
		assertThat(lease.isValid()).isFalse();
		assertThat(lease.onLost()).isCompleted();
	}

	@Test
	void lossDuringWaitEndsWait() {
		CompletableFuture<Lease> future = taken("c", (options) -> options.waitTime(Duration.ofMinutes(1)));
		this.nodes.servers().forEach((server) -> server.evict("a"));
		this.nodes.servers().forEach((server) -> server.set("a", "stolen", Duration.ofMinutes(1)));
		this.time.advance(Duration.ofSeconds(9));
		assertThatExceptionOfType(LockNotAcquiredException.class).isThrownBy(() -> join(future))
			.withMessageContaining("'a'")
			.withMessageContaining("while waiting for the others");
		assertFree("b");
	}

	@Test
	void lossOfOneLockEndsLeaseButKeepsOthers() {
		Lease lease = mutex((options) -> options.autoExtend(true)).lock();
		CompletableFuture<LeaseLostException> lost = lease.onLost();
		this.time.advance(Duration.ofSeconds(20));
		assertThat(lease.isValid()).isTrue();
		for (MemoryServer server : this.nodes.servers()) {
			server.set("b", "stolen", Duration.ofMinutes(1));
		}
		this.time.advance(Duration.ofSeconds(9));
		assertThat(lost).isCompletedWithValueMatching((loss) -> loss.getMessage().contains("'b'"));
		assertThat(lease.isValid()).isFalse();
		assertThat(lease.verify()).isFalse();
		assertThat(lease.timeLeft()).isZero();
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(lease::ensureHeld);
		assertThat(this.nodes.countOf("a")).isEqualTo(3);
		assertThat(this.nodes.countOf("c")).isEqualTo(3);
		assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(lease::unlock).withMessageContaining("'b'");
		assertFree("a", "c");
		lease.close();
	}

	@Test
	void extensionAppliesToAllLocks() {
		this.nodes.servers().forEach((server) -> server.delayReplies(Duration.ofMillis(10)));
		CompletableFuture<Lease> future = mutex((options) -> {
		}).lockAsync();
		this.time.advance(Duration.ofMillis(100));
		Lease lease = future.join();
		this.time.advance(Duration.ofSeconds(5));
		Duration left = lease.timeLeft();
		assertThat(left).isLessThan(Duration.ofSeconds(3));
		CompletableFuture<Void> extended = lease.extendAsync();
		this.time.advance(Duration.ofMillis(100));
		assertThat(extended).isCompleted();
		assertThat(lease.timeLeft()).isGreaterThan(Duration.ofSeconds(7));
		this.time.advance(lease.timeLeft());
		assertThat(lease.isValid()).isFalse();
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(lease::ensureHeld);
	}

	@Test
	void eachLockHasOwnFencingToken() {
		this.redsync.newMutex("a", (options) -> options.fencing(true)).lock().close();
		try (Lease lease = mutex((options) -> options.fencing(true)).lock()) {
			assertThatIllegalStateException().isThrownBy(lease::fencingToken)
				.withMessageContaining("fencingToken(name)");
			assertThat(lease.fencingToken("a")).isGreaterThan(lease.fencingToken("b"));
			assertThatIllegalArgumentException().isThrownBy(() -> lease.fencingToken("d"))
				.withMessageContaining("[a, b, c]");
		}
	}

	@Test
	void otherProcessAttachesByValue() {
		Lease lease = mutex().lock();
		Lease attached = this.other.newMutex(NAMES).attach(lease.value());
		attached.extend();
		assertThat(attached.isValid()).isTrue();
		attached.unlock();
		assertFree("a", "b", "c");
		assertThatIllegalArgumentException().isThrownBy(() -> mutex().attach("just one"))
			.withMessageContaining("3 locks")
			.withMessageContaining("of 1 locks");
	}

	@Test
	void inspectionSummarizesHeldLocks() {
		assertThat(mutex().inspect().held()).isFalse();
		this.other.newMutex("b").lock();
		this.other.newMutex("c", (own) -> own.expiry(Duration.ofMinutes(5))).lock();
		LockState state = mutex().inspect();
		assertThat(state.held()).isTrue();
		assertThat(state.owner()).isEqualTo("the other");
		assertThat(state.timeLeft()).isGreaterThan(Duration.ofMinutes(4));
		assertThat(state.nodes()).hasSize(9);
	}

	@Test
	void cancelledAcquisitionIgnoresMinHold() {
		Queue<Runnable> callbacks = new ArrayDeque<>();
		try (Redsync late = this.nodes.builder().callbackExecutor(callbacks::add).build()) {
			CompletableFuture<Lease> future = late.newMutex("a", (options) -> options.minHold(Duration.ofSeconds(5)))
				.lockAsync();
			assertThat(this.nodes.countOf("a")).isEqualTo(3);
			assertThat(future.cancel(false)).isTrue();
			while (!callbacks.isEmpty()) {
				callbacks.remove().run();
			}
		}
		assertFree("a");
	}

}
