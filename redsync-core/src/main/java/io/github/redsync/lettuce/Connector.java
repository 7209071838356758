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

package io.github.redsync.lettuce;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * Makes the connections of one node. Lettuce's own reconnection is disabled: it would
 * resend unanswered commands, and use a server before the handshake. Thread-safe.
 */
final class Connector {

	private final RedisClient client;

	private final RedisURI uri;

	private final Duration connectTimeout;

	private final EventExecutor scheduler;

	private final boolean requireRunId;

	private final EventLoops loops;

	private final LongSupplier nanoClock;

	Connector(ClientResources resources, EventLoops loops, EventExecutor scheduler, LongSupplier nanoClock,
			LettuceNodeOptions options) {
		this.nanoClock = nanoClock;
		this.loops = loops;
		this.connectTimeout = options.connectTimeout;
		this.scheduler = scheduler;
		this.requireRunId = options.requireRunId;
		this.uri = withTimeout(options.uri, options.connectTimeout);
		this.client = RedisClient.create(resources);
		this.client.setOptions(clientOptions(options));
	}

	private static RedisURI withTimeout(RedisURI uri, Duration timeout) {
		RedisURI.Builder builder = RedisURI.builder(uri).withTimeout(timeout);
		// The builder copies everything except the Sentinels
		if (uri.getSentinelMasterId() != null) {
			builder.withSentinelMasterId(uri.getSentinelMasterId());
			uri.getSentinels().forEach(builder::withSentinel);
		}
		return builder.build();
	}

	private static ClientOptions clientOptions(LettuceNodeOptions options) {
		ClientOptions.Builder builder = ClientOptions.builder()
			.socketOptions(SocketOptions.builder().connectTimeout(options.connectTimeout).build());
		if (options.sslOptions != null) {
			builder.sslOptions(options.sslOptions);
		}
		options.customizer.accept(builder);
		return builder.autoReconnect(false)
			.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
			.timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
			.maintNotificationsConfig(MaintNotificationsConfig.disabled())
			.requestQueueSize(Integer.MAX_VALUE)
			.useHashIndexQueue(false)
			.publishOnScheduler(false)
			.build();
	}

	CompletableFuture<StatefulRedisConnection<String, String>> connect() {
		try {
			return this.client.connectAsync(StringCodec.UTF8, this.uri).toCompletableFuture();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Close the remaining connections, and release the event loops, which end when no
	 * node uses them.
	 */
	CompletableFuture<Void> close() {
		return this.client.shutdownAsync(0, 2, TimeUnit.SECONDS);
	}

	boolean requiresRunId() {
		return this.requireRunId;
	}

	LongSupplier nanoClock() {
		return this.nanoClock;
	}

	Duration connectTimeout() {
		return this.connectTimeout;
	}

	Future<?> schedule(Runnable task, long delayMillis) {
		try {
			return this.scheduler.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			// The event loops are being shut down
			return GlobalEventExecutor.INSTANCE.newSucceededFuture(null);
		}
	}

	/**
	 * Describe a connection failure, by its root cause and by the first reply of the
	 * server.
	 */
	String describe(Throwable failure) {
		return ConnectErrors.explain(failure, this.loops.firstReply(this.uri), this.uri.isSsl(),
				this.connectTimeout.toMillis());
	}

}
