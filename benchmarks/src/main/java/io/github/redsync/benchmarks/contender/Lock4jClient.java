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

import com.baomidou.lock.LockInfo;
import com.baomidou.lock.LockTemplate;
import com.baomidou.lock.executor.RedisTemplateLockExecutor;
import com.baomidou.lock.spring.boot.autoconfigure.Lock4jProperties;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The lock4j template on Spring Data Redis.
 */
final class Lock4jClient implements LockClient {

	private final LettuceConnectionFactory connections;

	private final LockTemplate template = new LockTemplate();

	Lock4jClient(List<String> uris) {
		this.connections = SpringRedis.connect(uris.get(0));
		Lock4jProperties properties = new Lock4jProperties();
		this.template.setProperties(properties);
		this.template.setExecutors(
				List.of(new RedisTemplateLockExecutor(new StringRedisTemplate(this.connections), properties)));
		try {
			this.template.afterPropertiesSet();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public Held lock(String name) {
		LockInfo lock = this.template.lock(name, EXPIRY_MILLIS, WAIT_MILLIS);
		if (lock == null) {
			throw new IllegalStateException("The lock '" + name + "' was not acquired within " + WAIT_MILLIS + " ms");
		}
		return () -> this.template.releaseLock(lock);
	}

	@Override
	public void close() {
		this.connections.destroy();
	}

}
