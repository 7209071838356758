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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * Blocks a thread until a future completes.
 */
final class Futures {

	private Futures() {
	}

	/**
	 * Wait for the result of a future.
	 * @throws InterruptedException if the thread is interrupted; the interrupt flag is
	 * then clear
	 */
	static <T> T forResult(CompletableFuture<T> future) throws InterruptedException {
		try {
			return future.get();
		}
		catch (ExecutionException ex) {
			throw unchecked(ex.getCause());
		}
	}

	/**
	 * Wait for the result of a future even if the thread is interrupted. The interrupt
	 * flag stays set.
	 */
	static <T> T uninterruptibly(CompletableFuture<T> future) {
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return forResult(future);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static RuntimeException unchecked(@Nullable Throwable cause) {
		if (cause instanceof Error error) {
			throw error;
		}
		return (cause instanceof RuntimeException failure) ? failure : new IllegalStateException(cause);
	}

}
