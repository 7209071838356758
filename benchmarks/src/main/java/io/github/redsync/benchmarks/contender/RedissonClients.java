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
import java.util.concurrent.TimeUnit;

import org.redisson.Redisson;
import org.redisson.RedissonRedLock;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/**
 * Redisson with its defaults. Uses one client for each server, because its lock on
 * several servers consists of locks on single servers.
 */
final class RedissonClients implements LockClient {

	private final List<RedissonClient> clients;

	private final boolean red;

	private RedissonClients(List<String> uris, boolean red) {
		this.clients = uris.stream().map(RedissonClients::connect).toList();
		this.red = red;
	}

	static LockClient single(List<String> uris) {
		return new RedissonClients(uris.subList(0, 1), false);
	}

	static LockClient red(List<String> uris) {
		return new RedissonClients(uris, true);
	}

	private static RedissonClient connect(String uri) {
		Config config = new Config();
		config.useSingleServer().setAddress(uri);
		return Redisson.create(config);
	}

	// The lock on several servers is deprecated without a replacement
	@SuppressWarnings("deprecation")
	@Override
	public Held lock(String name) {
		RLock lock = this.red
				? new RedissonRedLock(this.clients.stream().map((client) -> client.getLock(name)).toArray(RLock[]::new))
				: this.clients.get(0).getLock(name);
		lock.lock(EXPIRY_MILLIS, TimeUnit.MILLISECONDS);
		return lock::unlock;
	}

	@Override
	public void close() {
		this.clients.forEach(RedissonClient::shutdown);
	}

}
