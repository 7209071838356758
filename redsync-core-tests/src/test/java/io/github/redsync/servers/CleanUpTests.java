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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.github.redsync.Lease;
import io.github.redsync.LockInterruptedException;
import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.LockOptions;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.RestartProtection;
import io.github.redsync.node.NodeResult;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.FaultProxy;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No key outlives its use, whatever happens to callers, connections and nodes. The expiry
 * is one minute, so a missing key was released and has not expired.
 */
@RedisNodes(count = 5)
class CleanUpTests {

	private final RedisServers servers;

	private final ServerGroup group;

	private final List<FaultProxy> proxies = new ArrayList<>();

	private Redsync redsync;

	CleanUpTests(RedisServers servers) {
		this.servers = servers;
		this.group = ServerGroup.of(servers);
	}

	@BeforeEach
	void connect() {
		this.servers.forEach((server) -> this.proxies.add(FaultProxy.inFrontOf(server)));
		// On a busy machine the servers may start seconds apart, and the younger ones
		// would
		// be quarantined for the expiry
		Redsync.Builder builder = Redsync.builder().restartProtection(RestartProtection.OFF);
		this.proxies.forEach((proxy) -> builder.node(proxy.uri()));
		this.redsync = builder.build();
		ServerGroup.awaitUp(this.redsync, 5);
	}

	@AfterEach
	void close() {
		this.redsync.close();
		this.proxies.forEach(FaultProxy::close);
	}

	private Mutex mutex(String name) {
		return this.redsync.newMutex(name,
				(options) -> options.expiry(Duration.ofMinutes(1))
					.timeoutFactor(0.002)
					.waitTime(Duration.ofMillis(300)));
	}

	@Test
	void interruptsAndCancellationsLeaveNoKeyDuringFaults() throws InterruptedException {
		Random random = new Random(7);
		AtomicBoolean stopped = new AtomicBoolean();
		Thread faults = new Thread(() -> injectFaults(new Random(8), stopped));
		faults.start();
		AtomicInteger swallowedInterrupts = new AtomicInteger();
		for (int round = 0; round < 300; round++) {
			Mutex mutex = mutex("clean-" + round % 7);
			if (round % 2 == 0) {
				Thread waiter = new Thread(() -> lockAndCheckInterruptFlag(mutex, swallowedInterrupts));
				waiter.start();
				LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(3_000)));
				waiter.interrupt();
				waiter.join();
			}
			else {
				CompletableFuture<Lease> future = mutex.lockAsync();
				LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(3_000)));
				if (!future.cancel(true)) {
					future.thenAccept(Lease::close).exceptionally((failure) -> null);
				}
			}
		}
		stopped.set(true);
		faults.join();
		this.servers.forEach(RedisServer::resume);
		this.proxies.forEach(FaultProxy::heal);
		assertThat(swallowedInterrupts).hasValue(0);
		for (int i = 0; i < 7; i++) {
			String name = "clean-" + i;
			Awaitility.await("keys of " + name)
				.atMost(Duration.ofSeconds(30))
				.until(() -> this.group.existing(name) == 0);
		}
	}

	private static void lockAndCheckInterruptFlag(Mutex mutex, AtomicInteger swallowedInterrupts) {
		try (Lease lease = mutex.lock()) {
			LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
		}
		catch (LockInterruptedException ex) {
			swallowedInterrupts.addAndGet(Thread.currentThread().isInterrupted() ? 0 : 1);
		}
		catch (LockNotAcquiredException ex) {
			// A majority was unreachable before the interrupt
			assertThat(ex.nodes()).hasSize(5);
		}
	}

	private void injectFaults(Random random, AtomicBoolean stopped) {
		while (!stopped.get()) {
			int node = random.nextInt(5);
			switch (random.nextInt(3)) {
				case 0 -> {
					this.servers.get(node).pause();
					LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(40)));
					this.servers.get(node).resume();
				}
				case 1 -> this.proxies.get(node).disconnect();
				default -> {
					this.proxies.get(node).dropReplies();
					LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(40)));
					this.proxies.get(node).heal();
				}
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(20)));
		}
	}

	@Test
	void undeliveredReleaseIsDeliveredWhenNodeIsBack() {
		Lease lease = mutex("undelivered").lock();
		this.group.awaitHeld("undelivered", lease.value(), 5);
		this.proxies.get(0).refuse();
		this.proxies.get(0).disconnect();
		Awaitility.await().until(() -> !this.redsync.nodes().get(0).isUp());
		lease.unlock();
		Awaitility.await().until(() -> this.group.existing("undelivered") == 1);
		this.proxies.get(0).heal();
		this.group.awaitGone("undelivered");
	}

	@Test
	void acquisitionWithUnknownScriptNeverFollowsItsRelease() throws IOException {
		// The servers still have the script of the release, which is executed
		// immediately,
		// while the script of the acquisition would have to be sent again
		String release = script("holder.lua") + script("release.lua");
		this.servers.forEach((server) -> {
			server.command("SCRIPT", "FLUSH");
			server.command("SCRIPT", "LOAD", release);
		});
		for (int i = 0; i < 3; i++) {
			this.servers.get(i).pause();
		}
		LockOptions fenced = mutex("forgotten").options().toBuilder().fencing(true).build();
		assertThat(this.redsync.newMutex("forgotten", fenced).lockAsync()).failsWithin(Duration.ofSeconds(10));
		this.servers.forEach(RedisServer::resume);
		// Earlier requests on a connection have their replies when a ping has its reply
		for (int i = 0; i < 2; i++) {
			assertThat(this.redsync.ping(Duration.ofSeconds(10)))
				.allMatch((node) -> node.outcome() == NodeResult.Outcome.OK);
		}
		this.group.awaitGone("forgotten");
	}

	private static String script(String name) throws IOException {
		try (InputStream stream = Redsync.class.getResourceAsStream("lettuce/" + name)) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void acquisitionIsNotResentAfterLostConnection() {
		this.servers.forEach((server) -> server.command("CONFIG", "RESETSTAT"));
		this.proxies.forEach(FaultProxy::dropReplies);
		// One attempt, which waits for the dropped replies until the disconnect
		CompletableFuture<Lease> future = this.redsync
			.newMutex("at-most-once", (options) -> options.expiry(Duration.ofMinutes(1)).timeoutFactor(0.9).tries(1))
			.lockAsync();
		Awaitility.await().until(() -> this.group.existing("at-most-once") == 5);
		this.proxies.forEach(FaultProxy::disconnect);
		this.proxies.forEach(FaultProxy::refuse);
		assertThat(future).failsWithin(Duration.ofSeconds(10));
		this.proxies.forEach(FaultProxy::heal);
		this.group.awaitGone("at-most-once");
		ServerGroup.awaitUp(this.redsync, 5);
		this.servers.forEach((server) -> assertThat(String.valueOf(server.command("INFO", "commandstats")))
			.contains("cmdstat_set:calls=1,"));
	}

	@Test
	void waitersOfTwoProcessesExcludeEachOther() {
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger overlaps = new AtomicInteger();
		List<CompletableFuture<Void>> all = new ArrayList<>();
		try (Redsync other = this.group.connect()) {
			for (int i = 0; i < 64; i++) {
				Redsync mine = (i % 2 == 0) ? this.redsync : other;
				Mutex mutex = mine.newMutex("hot", (options) -> options.waitTime(Duration.ofSeconds(60))
					.retryDelay((attempt) -> Duration.ofMillis(5 + attempt % 7)));
				all.add(mutex.lockAsync().thenCompose((lease) -> {
					overlaps.addAndGet((inside.incrementAndGet() > 1) ? 1 : 0);
					inside.decrementAndGet();
					return lease.unlockAsync();
				}));
			}
			CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).orTimeout(60, TimeUnit.SECONDS).join();
		}
		assertThat(overlaps).hasValue(0);
		this.group.awaitGone("hot");
	}

}
