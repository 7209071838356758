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

package io.github.redsync.spring.execution;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.redsync.LeaseLostException;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.OnLost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for calls whose {@code Redsync} is closed while they run. Their locks are lost
 * when the validity ends.
 */
class LossAfterCloseTests {

	private final MemoryLocks locks = new MemoryLocks(Reports.class);

	private final Reports reports = this.locks.bean(Reports.class);

	@AfterEach
	void close() {
		this.locks.close();
	}

	@Test
	void blockingCallIsInterrupted() throws InterruptedException {
		CompletableFuture<Throwable> end = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				this.reports.write();
				end.complete(new AssertionError("The call ended normally"));
			}
			catch (Throwable ex) {
				end.complete(ex);
			}
		});
		thread.start();
		assertThat(this.reports.started().await(10, TimeUnit.SECONDS)).isTrue();
		this.locks.redsync.close();
		assertThat(end.orTimeout(20, TimeUnit.SECONDS).join()).isInstanceOf(LeaseLostException.class);
		thread.join();
	}

	@Test
	void futureOfCallFails() {
		CompletableFuture<String> work = new CompletableFuture<>();
		CompletableFuture<String> call = this.reports.writeLater(work);
		this.locks.redsync.close();
		assertThat(call).failsWithin(MemoryLocks.LIMIT)
			.withThrowableThat()
			.withCauseInstanceOf(LeaseLostException.class);
	}

	static class Reports {

		private final CountDownLatch started = new CountDownLatch(1);

		CountDownLatch started() {
			return this.started;
		}

		@DistributedLock(name = "report", expiry = "1s", onLost = OnLost.INTERRUPT)
		void write() throws InterruptedException {
			this.started.countDown();
			new CountDownLatch(1).await();
		}

		@DistributedLock(name = "later", expiry = "1s")
		CompletableFuture<String> writeLater(CompletableFuture<String> work) {
			return work;
		}

	}

}
