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

package io.github.redsync;

import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AsyncLockCallTests {

	private final ExecutorService callbacks = Executors.newSingleThreadExecutor((task) -> new Thread(task, "callback"));

	@AfterEach
	void close() {
		this.callbacks.shutdown();
	}

	@SuppressWarnings("unchecked")
	private static <T> T proxy(Class<T> type, String method, Object result) {
		return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, called, arguments) -> {
					if (called.getName().equals(method)) {
						return result;
					}
					return (called.getReturnType() == boolean.class) ? false : null;
				});
	}

	@Test
	void bodyRunsOnCallbackThreadAfterEarlyGrant() {
		Lease lease = proxy(Lease.class, "onLost", new CompletableFuture<LeaseLostException>());
		Mutex mutex = proxy(Mutex.class, "lockAsync", CompletableFuture.completedFuture(lease));
		CompletableFuture<String> thread = AsyncLockCall.call(mutex, this.callbacks,
				(held) -> CompletableFuture.completedFuture(Thread.currentThread().getName()));
		assertThat(thread.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo("callback");
	}

}
