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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

/**
 * The {@link Baseline} with notification of waiters: a release publishes its value,
 * waiters of one process wait in a {@link BaselineQueue}, and the event loop that
 * receives the message of a majority sends the next attempt.
 */
final class BaselineNotifications implements LockClient {

	private static final String CHANNEL_PREFIX = "baseline-wake:";

	private static final String RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then "
			+ "redis.call('DEL', KEYS[1]) redis.call('PUBLISH', '" + CHANNEL_PREFIX + "' .. KEYS[1], ARGV[1]) "
			+ "return 1 end return 0";

	private final BaselineNodes nodes;

	private final Map<String, BaselineQueue> queues = new ConcurrentHashMap<>();

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	BaselineNotifications(List<String> uris) {
		this.nodes = new BaselineNodes(uris, RELEASE);
		BaselineConnections connections = this.nodes.connections();
		connections.uris().forEach((uri) -> {
			StatefulRedisPubSubConnection<String, String> subscription = connections.client().connectPubSub(uri);
			subscription.addListener(new RedisPubSubAdapter<>() {

				@Override
				public void message(String pattern, String channel, String message) {
					BaselineQueue queue = BaselineNotifications.this.queues
						.get(channel.substring(CHANNEL_PREFIX.length()));
					if (queue != null) {
						queue.published();
					}
				}

			});
			subscription.sync().psubscribe(CHANNEL_PREFIX + "*");
		});
	}

	@Override
	public Held lock(String name) throws Exception {
		BaselineQueue queue = this.queues.computeIfAbsent(name, (key) -> new BaselineQueue(this, key));
		String value = queue.join().get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
		return () -> this.nodes.release(name, value).get();
	}

	BaselineNodes nodes() {
		return this.nodes;
	}

	void retryLater(Runnable attempt) {
		this.timer.schedule(attempt, ThreadLocalRandom.current().nextLong(50, 250), TimeUnit.MILLISECONDS);
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		this.nodes.close();
	}

}
