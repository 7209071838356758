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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;

import io.github.redsync.Lease;
import io.github.redsync.LeaseNotHeldException;
import io.github.redsync.Redsync;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Requests that are sent a second time, and those that must not be. The expiry is a
 * minute, so a missing key was deleted and has not expired.
 */
@RedisNodes(count = 3)
class RedeliveryTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final ProxiedServers proxied;

	RedeliveryTests(RedisServers servers) {
		this.proxied = new ProxiedServers(servers);
	}

	@AfterEach
	void close() {
		this.proxied.close();
	}

	/** Load the scripts, as another process does when it connects. */
	private void loadScripts(RedisServer server) throws IOException {
		String holder = source("holder");
		server.command("SCRIPT", "LOAD", source("counter") + source("acquire-fenced"));
		server.command("SCRIPT", "LOAD", holder + source("extend"));
		server.command("SCRIPT", "LOAD", holder + source("release"));
	}

	private static String source(String part) throws IOException {
		try (InputStream source = Redsync.class.getResourceAsStream("lettuce/" + part + ".lua")) {
			return new String(source.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void acquisitionWithoutScriptIsNotResentAfterUnlock() throws IOException {
		Redsync redsync = this.proxied.connect();
		assertNoKeyIsLeft("forgotten", redsync,
				() -> redsync.newMutex("forgotten", (options) -> options.expiry(MINUTE).fencing(true)).lock());
	}

	@Test
	void extensionWithoutScriptRestoresNoKeyAfterUnlock() throws IOException {
		Redsync redsync = this.proxied.connect();
		Lease lease = redsync.newMutex("restored", (options) -> options.expiry(MINUTE).setNxOnExtend(true)).lock();
		ProxiedServers.await().until(() -> this.proxied.existing("restored") == 3);
		this.proxied.server(0).command("DEL", "restored");
		assertNoKeyIsLeft("restored", redsync, () -> {
			lease.extend();
			return lease;
		});
	}

	/**
	 * Send a request to a server that has forgotten the scripts and is slow to reply, and
	 * release the lock before the reply arrives.
	 */
	private void assertNoKeyIsLeft(String key, Redsync redsync, Supplier<Lease> request) throws IOException {
		RedisServer slow = this.proxied.server(0);
		slow.command("SCRIPT", "FLUSH");
		long before = ProxiedServers.calls(slow, "evalsha");
		this.proxied.proxy(0).delayReplies(MINUTE);
		Lease lease = request.get();
		ProxiedServers.await().until(() -> ProxiedServers.calls(slow, "evalsha") == before + 1);
		loadScripts(slow);
		lease.unlock();
		ProxiedServers.await().until(() -> ProxiedServers.calls(slow, "evalsha") == before + 2);
		this.proxied.proxy(0).heal();
		ProxiedServers.settle(redsync);
		assertThat(this.proxied.existing(key)).isZero();
	}

	@Test
	void releaseOfAttachedLeaseIsDeliveredOnReconnect() {
		Lease held = this.proxied.connectDirectly().newMutex("attached", (options) -> options.expiry(MINUTE)).lock();
		ProxiedServers.await().until(() -> this.proxied.existing("attached") == 3);
		Redsync redsync = this.proxied.connect();
		this.proxied.proxy(0).refuse();
		this.proxied.proxy(0).disconnect();
		ProxiedServers.await().until(() -> !redsync.nodes().get(0).isUp());
		redsync.newMutex("attached").attach(held.value()).unlock();
		ProxiedServers.await().until(() -> this.proxied.existing("attached") == 1);
		this.proxied.proxy(0).heal();
		ProxiedServers.await().until(() -> this.proxied.existing("attached") == 0);
		assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(held::unlock);
	}

	@Test
	void releaseWithoutReplyIsDeliveredOnNextConnection() {
		Redsync redsync = this.proxied.connect();
		Lease lease = redsync.newMutex("killed", (options) -> options.expiry(MINUTE)).lock();
		ProxiedServers.await().until(() -> this.proxied.existing("killed") == 3);
		this.proxied.proxy(0).dropRequests();
		lease.unlock();
		assertThat(this.proxied.exists(0, "killed")).isTrue();
		// Resets the connection, so that the dropped requests never arrive
		this.proxied.proxy(0).heal();
		ProxiedServers.await().until(() -> this.proxied.existing("killed") == 0);
	}

	@Test
	void lateAcquisitionOfLostConnectionIsReleased() {
		Redsync redsync = this.proxied.connect();
		this.proxied.proxy(0).dropRequests();
		Lease lease = redsync.newMutex("late", (options) -> options.expiry(MINUTE)).lock();
		ProxiedServers.await().until(() -> this.proxied.existing("late") == 2);
		lease.unlock();
		long before = ProxiedServers.calls(this.proxied.server(0), "evalsha");
		this.proxied.proxy(0).heal();
		// One call by the handshake of the new connection, and one by the release
		ProxiedServers.await().until(() -> ProxiedServers.calls(this.proxied.server(0), "evalsha") == before + 2);
		this.proxied.server(0).command("SET", "late", lease.value(), "PX", "60000");
		ProxiedServers.await().until(() -> this.proxied.existing("late") == 0);
	}

}
