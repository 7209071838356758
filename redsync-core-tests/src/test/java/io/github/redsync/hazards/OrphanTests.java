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

package io.github.redsync.hazards;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.github.redsync.Lease;
import io.github.redsync.LockInterruptedException;
import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncException;
import io.github.redsync.RestartProtection;
import io.github.redsync.lettuce.LettuceNodeFactory;
import io.github.redsync.lettuce.LettuceNodeOptions;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many concurrent callers that are interrupted, cancelled or time out in any phase of an
 * acquisition, an extension or a release, while nodes pause, delay or drop replies and
 * disconnect. The expiry is one hour, so a missing key was released and has not expired.
 */
@RedisNodes(count = 5)
@Timeout(120)
class OrphanTests {

	private static final int CALLERS = 6;

	private static final int ROUNDS = 60;

	private static final int NAMES = 5;

	private final ProxiedServers proxied;

	private final AtomicInteger swallowedInterrupts = new AtomicInteger();

	private final AtomicInteger interrupted = new AtomicInteger();

	private final AtomicInteger held = new AtomicInteger();

	/** The callers in every second round. On a busy machine only they acquire locks. */
	private final Set<Thread> interruptible = ConcurrentHashMap.newKeySet();

	OrphanTests(RedisServers servers) {
		this.proxied = new ProxiedServers(servers);
	}

	@AfterEach
	void close() {
		this.proxied.close();
	}

	@ParameterizedTest
	@CsvSource({ "1, false", "4, true" })
	void noKeyIsLeftByAbandonedCalls(int poolSize, boolean fenced) throws InterruptedException {
		AtomicBoolean stopped = new AtomicBoolean();
		try (LettuceNodeFactory nodes = LettuceNodeFactory.create()) {
			Redsync redsync = connect(nodes, poolSize);
			int threads = Thread.activeCount();
			Thread faults = new Thread(() -> injectFaults(new Random(poolSize), stopped));
			faults.start();
			List<Thread> callers = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				Random random = new Random(poolSize * 100L + i);
				callers.add(new Thread(() -> call(redsync, fenced, random)));
			}
			callers.forEach(Thread::start);
			Random random = new Random(poolSize);
			while (callers.stream().anyMatch(Thread::isAlive)) {
				Thread caller = callers.get(random.nextInt(CALLERS));
				if (this.interruptible.contains(caller)) {
					caller.interrupt();
				}
				LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(12_000)));
			}
			stopped.set(true);
			faults.join();
			for (int i = 0; i < 5; i++) {
				this.proxied.server(i).resume();
				this.proxied.proxy(i).heal();
			}
			for (int i = 0; i < NAMES; i++) {
				String name = "orphan-" + i;
				ProxiedServers.await().atMost(Duration.ofSeconds(40)).until(() -> this.proxied.existing(name) == 0);
			}
			assertThat(this.swallowedInterrupts).as("swallowed interrupts").hasValue(0);
			assertThat(this.interrupted).hasValueGreaterThan(5);
			assertThat(this.held).hasValueGreaterThan(5);
			ProxiedServers.await()
				.untilAsserted(() -> assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 4));
			redsync.close();
		}
	}

	private Redsync connect(LettuceNodeFactory nodes, int poolSize) {
		// On a busy machine the servers may start seconds apart, and the younger ones
		// would
		// be quarantined for the expiry
		Redsync.Builder builder = Redsync.builder().restartProtection(RestartProtection.OFF);
		for (int i = 0; i < 5; i++) {
			builder.node(nodes.node(LettuceNodeOptions.of(this.proxied.proxy(i).uri()).poolSize(poolSize)));
		}
		Redsync redsync = builder.build();
		ProxiedServers.awaitUp(redsync);
		return redsync;
	}

	private void call(Redsync redsync, boolean fenced, Random random) {
		for (int round = 0; round < ROUNDS; round++) {
			if (round % 2 == 0) {
				this.interruptible.add(Thread.currentThread());
			}
			else {
				this.interruptible.remove(Thread.currentThread());
			}
			Mutex mutex = redsync.newMutex("orphan-" + random.nextInt(NAMES),
					(options) -> options.expiry(Duration.ofHours(1))
						.timeoutFactor(0.00005)
						.waitTime(Duration.ofMillis(200))
						.fencing(fenced));
			try {
				switch (random.nextInt(4)) {
					case 0 -> use(mutex.lock(), random);
					case 1 -> mutex.tryLock().ifPresent((lease) -> use(lease, random));
					case 2 -> cancel(mutex.lockAsync(), random);
					default -> mutex.lockAsync()
						.orTimeout(1 + random.nextInt(20), TimeUnit.MILLISECONDS)
						.thenAccept(Lease::close)
						.exceptionally((failure) -> null);
				}
			}
			catch (LockInterruptedException ex) {
				this.interrupted.incrementAndGet();
				this.swallowedInterrupts.addAndGet(Thread.interrupted() ? 0 : 1);
			}
			catch (LockNotAcquiredException ex) {
				assertThat(ex.nodes()).hasSizeLessThanOrEqualTo(5);
			}
		}
	}

	private void use(Lease lease, Random random) {
		this.held.incrementAndGet();
		try {
			if (random.nextBoolean()) {
				lease.extendAsync();
			}
			if (random.nextBoolean()) {
				lease.unlock();
			}
		}
		catch (LockInterruptedException ex) {
			throw ex;
		}
		catch (RedsyncException ex) {
			// Too few nodes replied. Their keys are released when they are back
			assertThat(ex.getMessage()).contains("orphan-");
		}
		finally {
			lease.close();
		}
	}

	private static void cancel(CompletableFuture<Lease> future, Random random) {
		LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(5_000)));
		if (!future.cancel(true)) {
			future.thenAccept(Lease::close).exceptionally((failure) -> null);
		}
	}

	private void injectFaults(Random random, AtomicBoolean stopped) {
		while (!stopped.get()) {
			int node = random.nextInt(5);
			switch (random.nextInt(5)) {
				case 0 -> {
					this.proxied.server(node).pause();
					pause(random, 60);
					this.proxied.server(node).resume();
				}
				case 1 -> this.proxied.proxy(node).disconnect();
				case 2 -> {
					this.proxied.proxy(node).delayReplies(Duration.ofMillis(random.nextInt(80)));
					pause(random, 60);
					this.proxied.proxy(node).delayReplies(Duration.ZERO);
				}
				case 3 -> {
					this.proxied.proxy(node).pause();
					pause(random, 60);
					this.proxied.proxy(node).heal();
				}
				default -> {
					this.proxied.proxy(node).dropReplies();
					pause(random, 40);
					this.proxied.proxy(node).heal();
				}
			}
			pause(random, 10);
		}
	}

	private static void pause(Random random, int millis) {
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(millis)));
	}

}
