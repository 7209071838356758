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

package io.github.redsync.sample.shop;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.springframework.context.annotation.Primary;

/**
 * A payment that blocks until a test opens it.
 */
@Primary
class GatedPayment implements Payment {

	private static final long LIMIT_SECONDS = 60;

	private final CountDownLatch reached = new CountDownLatch(1);

	private final CountDownLatch open = new CountDownLatch(1);

	@Override
	public void take(long eventId) {
		this.reached.countDown();
		await(this.open);
	}

	void awaitReached() {
		await(this.reached);
	}

	void open() {
		this.open.countDown();
	}

	private static void await(CountDownLatch latch) {
		try {
			if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException("Timed out after " + LIMIT_SECONDS + " seconds");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
