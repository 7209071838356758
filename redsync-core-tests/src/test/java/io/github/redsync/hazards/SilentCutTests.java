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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import io.github.redsync.Lease;
import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.node.NodeResult;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.FaultProxy;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections whose state is dropped between client and server without notifying either
 * side, while new connections work. At most the first calls on them fail, within the time
 * limit of a node.
 */
@RedisNodes(count = 3)
@Timeout(60)
class SilentCutTests {

	private final ProxiedServers proxied;

	private Redsync redsync;

	SilentCutTests(RedisServers servers) {
		this.proxied = new ProxiedServers(servers);
	}

	@BeforeEach
	void connect() {
		this.redsync = this.proxied.connect();
		this.redsync.newMutex("before").lock().unlock();
		ProxiedServers.settle(this.redsync);
	}

	@AfterEach
	void close() {
		this.proxied.close();
	}

	enum Cut {

		REQUESTS {

			@Override
			void apply(FaultProxy proxy) {
				proxy.dropRequestsOnOpenConnections();
			}

		},

		REPLIES {

			@Override
			void apply(FaultProxy proxy) {
				proxy.dropRepliesOnOpenConnections();
			}

		},

		BOTH {

			@Override
			void apply(FaultProxy proxy) {
				proxy.dropRequestsOnOpenConnections();
				proxy.dropRepliesOnOpenConnections();
			}

		};

		abstract void apply(FaultProxy proxy);

	}

	private void cut(Cut cut) {
		for (int i = 0; i < 3; i++) {
			cut.apply(this.proxied.proxy(i));
		}
	}

	@ParameterizedTest
	@CsvSource({ "REQUESTS, 0", "REPLIES, 0", "BOTH, 0", "BOTH, 1000" })
	void onlyFirstCallFails(Cut cut, long idleMillis) throws InterruptedException {
		cut(cut);
		// The idle time is under test
		Thread.sleep(idleMillis);
		Mutex once = this.redsync.newMutex("after", (options) -> options.tries(1));
		boolean first = succeeds(once);
		assertThat(succeeds(once)).as("The second call, after the first returned %s", first).isTrue();
	}

	private static boolean succeeds(Mutex mutex) {
		try {
			mutex.lock().unlock();
			return true;
		}
		catch (LockNotAcquiredException ex) {
			return false;
		}
	}

	@ParameterizedTest
	@EnumSource(Cut.class)
	void callThatMayRetrySucceeds(Cut cut) {
		cut(cut);
		assertThat(this.redsync.newMutex("after").tryLock(Duration.ofSeconds(1))).isPresent();
	}

	@Test
	void idleConnectionsAreReplacedWithoutCall() {
		long before = connectionsMade();
		cut(Cut.BOTH);
		ProxiedServers.await().until(() -> connectionsMade() == before + 3 && connectionsOpen() == 3);
		ProxiedServers.awaitUp(this.redsync);
		assertThat(succeeds(this.redsync.newMutex("after", (options) -> options.tries(1)))).isTrue();
	}

	private long connectionsMade() {
		long made = 0;
		for (int i = 0; i < 3; i++) {
			made += ProxiedServers.calls(this.proxied.server(i), "hello");
		}
		return made;
	}

	private int connectionsOpen() {
		return IntStream.range(0, 3).map((i) -> this.proxied.proxy(i).connections()).sum();
	}

	@Test
	void leaseIsKeptAcrossCut() {
		Lease lease = this.redsync.newMutex("kept", (options) -> options.expiry(Duration.ofSeconds(1)).autoExtend(true))
			.lock();
		cut(Cut.BOTH);
		assertThat(lease.onLost()).failsWithin(Duration.ofMillis(1500)).withThrowableOfType(TimeoutException.class);
		lease.unlock();
		ProxiedServers.await().until(() -> this.proxied.existing("kept") == 0);
	}

	@Test
	void releaseOnForgottenConnectionIsDelivered() {
		Lease lease = this.redsync.newMutex("released", (options) -> options.expiry(Duration.ofMinutes(1))).lock();
		ProxiedServers.await().until(() -> this.proxied.existing("released") == 3);
		cut(Cut.REQUESTS);
		lease.unlockAsync()
			.toCompletableFuture()
			.orTimeout(20, TimeUnit.SECONDS)
			.handle((done, failure) -> null)
			.join();
		ProxiedServers.await().atMost(Duration.ofSeconds(5)).until(() -> this.proxied.existing("released") == 0);
	}

	@Test
	void acquisitionThatArrivesAfterItsReleaseIsReleased() {
		this.proxied.proxy(0).dropRequestsOnOpenConnections();
		Lease lease = this.redsync.newMutex("late", (options) -> options.expiry(Duration.ofMinutes(1))).lock();
		// The release must be sent on the next connection, not kept for it
		ProxiedServers.await()
			.until(() -> this.redsync.ping(Duration.ofMillis(100))
				.stream()
				.allMatch((node) -> node.outcome() == NodeResult.Outcome.OK));
		lease.unlock();
		ProxiedServers.settle(this.redsync);
		long releases = ProxiedServers.calls(this.proxied.server(0), "evalsha");
		// After the release and its first repetition
		ProxiedServers.await().until(() -> ProxiedServers.calls(this.proxied.server(0), "evalsha") > releases);
		this.proxied.server(0).command("SET", "late", lease.value(), "PX", "60000");
		ProxiedServers.await().until(() -> this.proxied.existing("late") == 0);
	}

	@Test
	void connectionToHungServerIsKept() {
		this.proxied.server(0).pause();
		Mutex mutex = this.redsync.newMutex("slow");
		mutex.lock().unlock();
		ProxiedServers.await().until(() -> this.proxied.proxy(0).connections() == 2);
		this.proxied.server(0).resume();
		ProxiedServers.await().until(() -> this.proxied.proxy(0).connections() == 1);
		ProxiedServers.awaitUp(this.redsync);
		mutex.lock().unlock();
	}

}
