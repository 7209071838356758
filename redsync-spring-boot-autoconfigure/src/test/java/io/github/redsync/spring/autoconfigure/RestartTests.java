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

package io.github.redsync.spring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;

import io.github.redsync.Lease;
import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.LockOptions;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.node.RedisNode;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for an application context that is stopped and started again, as for a checkpoint
 * of the JVM.
 */
@RedisNodes(count = 3)
@Timeout(60)
class RestartTests {

	private final RedisServers servers;

	RestartTests(RedisServers servers) {
		this.servers = servers;
	}

	private void run(Consumer<ConfigurableApplicationContext> test) {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(RedsyncAutoConfiguration.class, DistributedLockAutoConfiguration.class))
			.withPropertyValues("redsync.nodes[0].uri=" + this.servers.uris().get(0),
					"redsync.nodes[1].uri=" + this.servers.uris().get(1),
					"redsync.nodes[2].uri=" + this.servers.uris().get(2))
			.withBean(Locked.class)
			.withBean(Last.class)
			.run((context) -> test.accept(context.getSourceApplicationContext()));
	}

	private boolean isConnected() {
		return String.valueOf(this.servers.get(0).command("CLIENT", "LIST", "TYPE", "normal")).lines().count() > 1;
	}

	@Test
	void stopClosesConnectionsAndStartOpensThemAgain() {
		run((context) -> {
			Redsync redsync = context.getBean(Redsync.class);
			redsync.newMutex("job").lock().unlock();
			assertThat(isConnected()).isTrue();
			context.stop();
			Awaitility.await().until(() -> !isConnected());
			context.start();
			redsync.newMutex("job").lock().unlock();
			Awaitility.await().until(() -> redsync.nodes().stream().allMatch(RedisNode::isUp));
			context.start();
			redsync.newMutex("job").lock().unlock();
		});
	}

	@Test
	void callsFailWithClearMessageWhileStopped() {
		run((context) -> {
			Redsync redsync = context.getBean(Redsync.class);
			Mutex mutex = redsync.newMutex("job");
			Lock lock = mutex.asLock();
			context.stop();
			Consumer<Runnable> refused = (call) -> assertThatExceptionOfType(LockNotAcquiredException.class)
				.isThrownBy(call::run)
				.withMessageContaining("'job'")
				.withMessageContaining("stopped");
			refused.accept(mutex::lock);
			refused.accept(mutex::tryLock);
			refused.accept(lock::lock);
			refused.accept(() -> redsync.newMutex("job").lock());
			refused.accept(() -> redsync.withLock("job", () -> {
			}));
			refused.accept(context.getBean(Locked.class)::run);
			assertThat(mutex.lockAsync()).failsWithin(Duration.ofSeconds(10))
				.withThrowableThat()
				.withMessageContaining("stopped");
		});
	}

	@Test
	void mutexesAndLockedMethodsWorkAfterRestart() {
		run((context) -> {
			Redsync redsync = context.getBean(Redsync.class);
			Mutex mutex = redsync.newMutex("job", LockOptions.builder().expiry(Duration.ofSeconds(30)).build());
			Lock lock = mutex.asLock();
			Lease before = mutex.lock();
			context.stop();
			context.start();
			assertThat(mutex.tryLock()).isEmpty();
			assertThat(redsync.owns(mutex)).isTrue();
			this.servers.forEach((server) -> server.command("DEL", "job"));
			try (Lease lease = mutex.lock()) {
				assertThat(lease.isValid()).isTrue();
				assertThat(redsync.newMutex("job").tryLock()).isEmpty();
			}
			lock.lock();
			lock.unlock();
			mutex.lockAsync().orTimeout(10, TimeUnit.SECONDS).join().unlock();
			context.getBean(Locked.class).run();
			assertThat(before.toString()).contains("job");
		});
	}

	@Test
	void pausedContextCanBeRestarted() {
		run((context) -> {
			context.pause();
			Awaitility.await().until(() -> !isConnected());
			context.restart();
			context.getBean(Locked.class).run();
		});
	}

	@Test
	void closedContextKeepsLocksUntilBeansAreDestroyed() {
		boolean[] called = new boolean[1];
		run((context) -> context.getBean(Last.class).afterwards = () -> called[0] = true);
		assertThat(called[0]).isTrue();
	}

	@Test
	void stoppedContextCanBeClosed() {
		run((context) -> {
			context.getBean(Last.class).locked = null;
			context.stop();
		});
		Awaitility.await().until(() -> !isConnected());
	}

	static class Locked {

		@DistributedLock("job")
		void run() {
		}

	}

	static class Last implements DisposableBean {

		private Locked locked;

		private Runnable afterwards = () -> {
		};

		Last(Locked locked) {
			this.locked = locked;
		}

		@Override
		public void destroy() {
			if (this.locked != null) {
				this.locked.run();
				this.afterwards.run();
			}
		}

	}

}
