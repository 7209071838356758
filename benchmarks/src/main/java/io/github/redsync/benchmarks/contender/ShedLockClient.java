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

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * ShedLock on Spring Data Redis. Does not wait: a taken lock is an error.
 */
final class ShedLockClient implements LockClient {

	private final LettuceConnectionFactory connections;

	private final LockProvider provider;

	ShedLockClient(List<String> uris) {
		this.connections = SpringRedis.connect(uris.get(0));
		this.provider = new RedisLockProvider(this.connections);
	}

	@Override
	public Held lock(String name) {
		SimpleLock lock = this.provider
			.lock(new LockConfiguration(Instant.now(), name, Duration.ofMillis(EXPIRY_MILLIS), Duration.ZERO))
			.orElseThrow(() -> new IllegalStateException("The lock '" + name + "' is taken"));
		return lock::unlock;
	}

	@Override
	public void close() {
		this.connections.destroy();
	}

}
