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
import java.util.concurrent.locks.Lock;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.integration.redis.util.RedisLockRegistry;
import org.springframework.integration.redis.util.RedisLockRegistry.RedisLockType;

/**
 * The lock registry of Spring Integration.
 */
final class SpringIntegrationClient implements LockClient {

	private final LettuceConnectionFactory connections;

	private final RedisLockRegistry registry;

	SpringIntegrationClient(List<String> uris, RedisLockType type) {
		this.connections = SpringRedis.connect(uris.get(0));
		this.registry = new RedisLockRegistry(this.connections, "benchmark", EXPIRY_MILLIS);
		this.registry.setRedisLockType(type);
	}

	@Override
	public Held lock(String name) {
		Lock lock = this.registry.obtain(name);
		lock.lock();
		return lock::unlock;
	}

	@Override
	public void close() {
		this.registry.destroy();
		this.connections.destroy();
	}

}
