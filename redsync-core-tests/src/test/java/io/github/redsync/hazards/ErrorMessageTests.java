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
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.redsync.Lease;
import io.github.redsync.LeaseNotHeldException;
import io.github.redsync.LockTakenException;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeResult.Outcome;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the messages of exceptions about locks that are taken or lost.
 */
@RedisNodes(count = 3)
class ErrorMessageTests {

	private final ProxiedServers proxied;

	private final List<RedisServer> servers;

	private Redsync redsync;

	ErrorMessageTests(RedisServers servers) {
		this.proxied = new ProxiedServers(servers);
		this.servers = servers.list();
	}

	@BeforeEach
	void connect() {
		this.redsync = this.proxied.connectDirectly((builder) -> builder.owner("me"));
	}

	@AfterEach
	void close() {
		this.proxied.close();
	}

	private void onAll(String... command) {
		this.servers.forEach((server) -> server.command(command));
	}

	private LockTakenException refusal(String name) {
		try {
			this.redsync.newMutex(name, (options) -> options.tries(1)).lock();
		}
		catch (LockTakenException ex) {
			return ex;
		}
		throw new AssertionError("The lock was granted");
	}

	@Test
	void keyOfAnotherTypeIsNamed() {
		onAll("LPUSH", "list", "element");
		assertThat(refusal("list")).hasMessageContaining("a key of another type on ")
			.hasMessageContaining("by a key that never expires: delete it, or use a key prefix");
		onAll("PEXPIRE", "list", "60000");
		assertThat(refusal("list")).hasMessageContaining("a key of another type on ")
			.hasMessageContaining("for another ")
			.hasMessageNotContaining("never");
	}

	@Test
	void keyWithoutExpiryIsNamed() {
		onAll("SET", "endless", "random@batch:7");
		assertThat(refusal("endless")).hasMessageContaining("held by batch:7 on ")
			.hasMessageContaining("by a key that never expires: delete it, or use a key prefix");
		onAll("PEXPIRE", "endless", "60000");
		assertThat(refusal("endless")).hasMessageContaining("held by batch:7 on ")
			.hasMessageContaining("for another ")
			.hasMessageNotContaining("never");
	}

	@Test
	void holderAndFailedNodeAreBothNamed() {
		this.servers.get(0).command("SET", "mixed", "random@other", "PX", "60000");
		this.servers.get(1).kill();
		ProxiedServers.await().until(() -> !this.redsync.nodes().get(1).isUp());
		assertThat(refusal("mixed")).hasMessageContaining("held by other on 1 of 3 nodes (" + name(0) + ")")
			.hasMessageContaining(" (" + name(1) + ": ")
			.satisfies((failure) -> assertThat(failure.nodes()).extracting((node) -> node.outcome())
				.startsWith(Outcome.TAKEN, Outcome.ERROR));
	}

	private String name(int index) {
		return this.redsync.nodes().get(index).name();
	}

	@Test
	void attemptsFollowRemainingTimeAsSeparateClause() {
		onAll("SET", "effort", "random@other", "PX", "60000");
		assertThat(refusal("effort")).message().containsPattern("ms unless extended; 1 attempt in \\d+ ms$");
	}

	@Test
	void earlierLossIsNamed() {
		Lease lease = this.redsync.newMutex("lost").lock();
		onAll("DEL", "lost");
		assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(lease::extend)
			.withMessageContaining("no such key");
		assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(lease::unlock)
			.withMessageContaining("it was lost before");
	}

	@Test
	void reachedMaxHoldIsNamed() {
		Lease lease = this.redsync.newMutex("longest",
				(options) -> options.expiry(Duration.ofMillis(200)).autoExtend(true).maxHold(Duration.ofMillis(500)))
			.lock();
		assertThat(lease.onLost().orTimeout(20, TimeUnit.SECONDS).join())
			.hasMessageContaining("it was held for maxHold");
	}

	@Test
	void earlierReleaseIsNamed() {
		Lease lease = this.redsync.newMutex("released").lock();
		lease.unlock();
		assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(lease::ensureHeld)
			.withMessageContaining("it was released before");
		assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(lease::unlock)
			.withMessageContaining("it was released before");
		assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(lease::extend)
			.withMessageContaining("it was released before");
	}

	@Test
	void attachedLeaseMustBeExtendedFirst() {
		Mutex mutex = this.redsync.newMutex("attached");
		Lease attached = mutex.attach(mutex.lock().value());
		assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(attached::ensureHeld)
			.withMessageContaining("attached and has not been extended; extend it first");
		attached.extend();
		attached.ensureHeld();
	}

	@Test
	void lockValueIsInNoMessage() {
		Mutex mutex = this.redsync.newMutex("value");
		String value = mutex.lock().value();
		ProxiedServers.await().until(() -> this.proxied.existing("value") == 3);
		LockTakenException refusal = refusal("value");
		String random = value.substring(0, value.indexOf('@'));
		assertThat(refusal.nodes()).anySatisfy((node) -> assertThat(node.holder()).isEqualTo(value));
		assertThat(refusal + " " + refusal.nodes() + mutex.inspect() + NodeReply.taken(value, 5)
				+ NodeReply.held(value, 5) + NodeReply.granted(new Incarnation("life", 0, 0)))
			.contains("me", "value", "TAKEN")
			.doesNotContain(random);
	}

}
