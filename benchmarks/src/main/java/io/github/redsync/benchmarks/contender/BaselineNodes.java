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
 * The requests of both baselines: a concurrent SET to all servers, and a script that
 * compares and deletes, each with a result at a majority. A value is a unique number
 * instead of a random one.
 */
final class BaselineNodes implements AutoCloseable {

	private final BaselineConnections connections;

	private final String digest;

	private final String prefix = Long.toHexString(ThreadLocalRandom.current().nextLong()) + ":";

	private final AtomicLong values = new AtomicLong();

	BaselineNodes(List<String> uris, String releaseScript) {
		this.connections = new BaselineConnections(uris);
		this.digest = this.connections.load(releaseScript);
	}

	BaselineConnections connections() {
		return this.connections;
	}

	String nextValue() {
		return this.prefix + this.values.incrementAndGet();
	}

	static boolean isValid(long startNanos) {
		return System.nanoTime() - startNanos < TimeUnit.MILLISECONDS.toNanos(LockClient.EXPIRY_MILLIS * 99 / 100 - 2);
	}

	CompletableFuture<Boolean> attempt(String name, String value) {
		Majority majority = new Majority(this.connections.size());
		SetArgs onlyIfAbsent = SetArgs.Builder.nx().px(LockClient.EXPIRY_MILLIS);
		for (RedisAsyncCommands<String, String> node : this.connections) {
			node.set(name, value, onlyIfAbsent).whenComplete((reply, failure) -> majority.vote(reply != null));
		}
		return majority;
	}

	CompletableFuture<Boolean> release(String name, String value) {
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
