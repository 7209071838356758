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

package io.github.redsync.spring.shedlock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.redsync.LockOptions;
import io.github.redsync.QuorumUnavailableException;
import io.github.redsync.Redsync;
import io.github.redsync.UnlockFailedException;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.DefaultLockingTaskExecutor;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockExtender;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.LockingTaskExecutor;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.support.LockException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Integration tests for {@link RedsyncLockProvider} on three servers. Cover the contract
 * of ShedLock's extensible lock providers.
 */
@RedisNodes(count = 3)
@Timeout(60)
class RedsyncLockProviderIT {

	private static final Duration LONG = Duration.ofMinutes(5);

	private final RedisServers servers;

	private final Redsync redsync;

	private final RedsyncLockProvider provider;

	private final String name = UUID.randomUUID().toString();

	RedsyncLockProviderIT(RedisServers servers) {
		this.servers = servers;
		Redsync.Builder builder = Redsync.builder();
		servers.forEach((server) -> builder.node(server.uri()));
		this.redsync = builder.build();
		Awaitility.await().until(() -> this.redsync.nodes().stream().allMatch((node) -> node.isUp()));
		this.provider = new RedsyncLockProvider(this.redsync);
	}

	@AfterEach
	void close() {
		this.redsync.close();
	}

	@Test
	void keyEqualsThatOfRedisLockProviders() {
		SimpleLock lock = lock(LONG, Duration.ZERO);
		assertThat(key()).isEqualTo("job-lock:default:" + this.name);
		assertLocked();
		lock.unlock();
		assertUnlocked();
		new RedsyncLockProvider(this.redsync, "").lock(configuration(LONG, Duration.ZERO)).orElseThrow().unlock();
	}

	@Test
	void lockExcludesOthers() {
		for (int i = 0; i < 10; i++) {
			SimpleLock lock = lock(LONG, Duration.ZERO);
			assertThat(this.provider.lock(configuration(LONG, Duration.ZERO))).isEmpty();
			Optional<SimpleLock> other = this.provider
				.lock(new LockConfiguration(ClockProvider.now(), this.name + "-other", LONG, Duration.ZERO));
			assertThat(other).isPresent();
			other.get().unlock();
			lock.unlock();
		}
		assertUnlocked();
	}

	@Test
	void lockAtMostForMayExceedDefaultMaxHold() {
		Redsync.Builder builder = Redsync.builder()
			.defaults(LockOptions.builder().maxHold(Duration.ofSeconds(10)).build());
		this.servers.forEach((server) -> builder.node(server.uri()));
		try (Redsync bounded = builder.build()) {
			new RedsyncLockProvider(bounded).lock(configuration(LONG, Duration.ZERO)).orElseThrow().unlock();
		}
	}

	@Test
	void lockExpiresAfterLockAtMostFor() {
		SimpleLock lock = lock(Duration.ofMillis(300), Duration.ZERO);
		assertUnlocked();
		SimpleLock next = lock(LONG, Duration.ZERO);
		lock.unlock();
		assertLocked();
		next.unlock();
	}

	@Test
	void veryShortTimesAreAccepted() {
		// An overloaded server may not reply in such a short time
		for (Duration time : List.of(Duration.ZERO, Duration.ofMillis(2))) {
			Awaitility.await()
				.ignoreException(LockException.class)
				.until(() -> this.provider.lock(configuration(time, time)).isPresent());
			assertUnlocked();
		}
	}

	@Test
	void lockIsKeptForLockAtLeastFor() {
		SimpleLock lock = lock(LONG, Duration.ofSeconds(1));
		lock.unlock();
		assertThat(this.provider.lock(configuration(LONG, Duration.ZERO))).isEmpty();
		assertUnlocked();
		lock(LONG, Duration.ZERO).unlock();
	}

	@Test
	void lockIsExtendedRepeatedly() {
		SimpleLock lock = lock(Duration.ofSeconds(2), Duration.ZERO);
		for (int i = 0; i < 3; i++) {
			lock = lock.extend(LONG, Duration.ZERO).orElseThrow();
		}
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.servers)
				.allSatisfy((server) -> assertThat((Long) server.command("PTTL", key())).isGreaterThan(60_000)));
		lock.unlock();
		assertUnlocked();
	}

	@Test
	void extensionReplacesLockAtLeastFor() {
		SimpleLock lock = lock(LONG, Duration.ZERO).extend(LONG, Duration.ofMinutes(1)).orElseThrow();
		lock.unlock();
		assertLocked();
		this.servers.forEach((server) -> server.command("DEL", key()));
		SimpleLock released = lock(LONG, Duration.ofMinutes(1)).extend(LONG, Duration.ZERO).orElseThrow();
		released.unlock();
		assertUnlocked();
	}

	@Test
	void endedLockIsNotExtended() {
		SimpleLock lock = lock(Duration.ofMillis(300), Duration.ZERO);
		assertUnlocked();
		assertThat(lock.extend(LONG, Duration.ZERO)).isEmpty();
		assertUnlocked();
		SimpleLock lost = lock(LONG, Duration.ZERO);
		this.servers.forEach((server) -> server.command("DEL", key()));
		assertThat(lost.extend(LONG, Duration.ZERO)).isEmpty();
		assertUnlocked();
	}

	@Test
	void lockIsUnusableAfterUnlockOrExtension() {
		SimpleLock lock = lock(LONG, Duration.ZERO);
		lock.unlock();
		assertThatIllegalStateException().isThrownBy(lock::unlock);
		assertThatIllegalStateException().isThrownBy(() -> lock.extend(LONG, Duration.ZERO));
		SimpleLock extended = lock(LONG, Duration.ZERO);
		SimpleLock next = extended.extend(LONG, Duration.ZERO).orElseThrow();
		assertThatIllegalStateException().isThrownBy(extended::unlock);
		assertThatIllegalStateException().isThrownBy(() -> extended.extend(LONG, Duration.ZERO));
		next.unlock();
		assertUnlocked();
	}

	@Test
	void missingMajorityFailsInsteadOfSkipping() {
		SimpleLock held = lock(LONG, Duration.ZERO);
		this.servers.get(0).pause();
		this.servers.get(1).pause();
		try {
			LockConfiguration other = new LockConfiguration(ClockProvider.now(), "down", Duration.ofSeconds(1),
					Duration.ZERO);
			assertThatExceptionOfType(LockException.class).isThrownBy(() -> this.provider.lock(other))
				.withCauseInstanceOf(QuorumUnavailableException.class);
			assertThatExceptionOfType(LockException.class).isThrownBy(held::unlock)
				.withCauseInstanceOf(UnlockFailedException.class);
		}
		finally {
			this.servers.forEach(RedisServer::resume);
		}
	}

	@Test
	void tasksOfManyThreadsLoseNoUpdate() throws Exception {
		LockingTaskExecutor tasks = new DefaultLockingTaskExecutor(this.provider);
		int[] counter = new int[1];
		ExecutorService executor = Executors.newCachedThreadPool();
		List<Callable<Void>> workers = new ArrayList<>();
		for (int worker = 0; worker < 4; worker++) {
			workers.add(() -> {
				for (int i = 0; i < 25;) {
					i += execute(tasks, counter) ? 1 : 0;
				}
				return null;
			});
		}
		for (Future<Void> worker : executor.invokeAll(workers)) {
			worker.get();
		}
		executor.shutdown();
		assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
		assertThat(counter[0]).isEqualTo(100);
	}

	private boolean execute(LockingTaskExecutor tasks, int[] counter) {
		boolean[] ran = new boolean[1];
		tasks.executeWithLock((Runnable) () -> {
			int before = counter[0];
			LockExtender.extendActiveLock(LONG, Duration.ofMillis(3));
			counter[0] = before + 1;
			ran[0] = true;
		}, configuration(LONG, Duration.ofMillis(5)));
		return ran[0];
	}

	private SimpleLock lock(Duration atMost, Duration atLeast) {
		LockProvider locks = this.provider;
		return locks.lock(configuration(atMost, atLeast)).orElseThrow();
	}

	private LockConfiguration configuration(Duration atMost, Duration atLeast) {
		return new LockConfiguration(ClockProvider.now(), this.name, atMost, atLeast);
	}

	private String key() {
		return RedsyncLockProvider.DEFAULT_PREFIX + this.name;
	}

	private void assertUnlocked() {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.servers)
				.allSatisfy((server) -> assertThat(server.command("EXISTS", key())).isEqualTo(0L)));
	}

	private void assertLocked() {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.servers)
				.allSatisfy((server) -> assertThat(server.command("EXISTS", key())).isEqualTo(1L)));
	}

}
