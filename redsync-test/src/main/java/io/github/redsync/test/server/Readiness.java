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

package io.github.redsync.test.server;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The wait for the first reply of a started server.
 */
final class Readiness {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final long PAUSE_MILLIS = 5;

	private Readiness() {
	}

	/**
	 * Wait until the server replies to a {@code PING}, with any reply except
	 * {@code LOADING}.
	 * @param address the address of the server
	 * @param alive whether the server's process still exists
	 * @return whether the server replies; if not, its process has ended or the limit was
	 * reached
	 */
	static boolean await(ServerAddress address, BooleanSupplier alive) {
		long start = System.nanoTime();
		while (!replies(address)) {
			if (!alive.getAsBoolean() || System.nanoTime() - start > LIMIT.toNanos()) {
				return false;
			}
			pause();
		}
		return true;
	}

	/**
	 * Return whether another process certainly listens at the address of a server.
	 * @param address the address of the server
	 * @param pid the id of the server's process
	 * @return whether another process has replied
	 */
	static boolean isForeign(ServerAddress address, long pid) {
		try (RawRedis redis = address.connect()) {
			String info = String.valueOf(redis.command("INFO", "server"));
			return !info.contains("process_id:" + pid + "\r\n");
		}
		catch (RedisErrorException | UncheckedIOException ex) {
			// Only a server that the test has configured rejects the command
			return false;
		}
	}

	private static boolean replies(ServerAddress address) {
		try (RawRedis redis = address.connectAnonymously()) {
			redis.command("PING");
			return true;
		}
		catch (RedisErrorException ex) {
			// A server that requires a password is ready as well
			return !ex.code().equals("LOADING");
		}
		catch (UncheckedIOException ex) {
			return false;
		}
	}

	private static void pause() {
		try {
			Thread.sleep(PAUSE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while a Redis server was starting", ex);
		}
	}

}
