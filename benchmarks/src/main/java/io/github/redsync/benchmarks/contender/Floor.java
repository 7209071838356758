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

package io.github.redsync.benchmarks.contender;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;

/**
 * The least that a lock over independent servers must do, written by hand on Lettuce: a
 * SET to all at once, the answer at a majority, and a script that compares and deletes.
 * It leaves out whatever can be left out while nothing goes wrong: it has no time limits,
 * extends nothing, and trusts every server. A value is a number that no other has, not a
 * random one.
 */
final class Floor implements LockClient {

	private static final String RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then "
			+ "return redis.call('DEL', KEYS[1]) end return 0";

	private final FloorConnections connections;

	private final String digest;

	private final String prefix = Long.toHexString(ThreadLocalRandom.current().nextLong()) + ":";

	private final AtomicLong values = new AtomicLong();

	Floor(List<String> uris) {
		this.connections = new FloorConnections(uris);
		this.digest = this.connections.load(RELEASE);
	}

	@Override
	public Held lock(String name) throws Exception {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
		while (System.nanoTime() < end) {
			long start = System.nanoTime();
			String value = this.prefix + this.values.incrementAndGet();
			if (attempt(name, value).get() && isValid(start)) {
				return () -> release(name, value).get();
			}
			release(name, value);
			Thread.sleep(ThreadLocalRandom.current().nextLong(50, 250));
		}
		throw new IllegalStateException("The lock '" + name + "' was not to be had");
	}

	static boolean isValid(long startNanos) {
		return System.nanoTime() - startNanos < TimeUnit.MILLISECONDS.toNanos(EXPIRY_MILLIS * 99 / 100 - 2);
	}

	private CompletableFuture<Boolean> attempt(String name, String value) {
		Majority majority = new Majority(this.connections.size());
		SetArgs onlyIfAbsent = SetArgs.Builder.nx().px(EXPIRY_MILLIS);
		for (RedisAsyncCommands<String, String> node : this.connections) {
			node.set(name, value, onlyIfAbsent).whenComplete((reply, failure) -> majority.vote(reply != null));
		}
		return majority;
	}

	private CompletableFuture<Boolean> release(String name, String value) {
		Majority majority = new Majority(this.connections.size());
		for (RedisAsyncCommands<String, String> node : this.connections) {
			node.<Long>evalsha(this.digest, ScriptOutputType.INTEGER, new String[] { name }, value)
				.whenComplete((reply, failure) -> majority.vote(failure == null));
		}
		return majority;
	}

	@Override
	public void close() {
		this.connections.close();
	}

}
