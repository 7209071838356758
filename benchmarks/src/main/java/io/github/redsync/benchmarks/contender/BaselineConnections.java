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

import java.util.Iterator;
import java.util.List;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * One connection to each server. Uses Netty's flush consolidation, which saves most of
 * the system calls under many threads, so that the baseline is a lower bound.
 */
final class BaselineConnections implements Iterable<RedisAsyncCommands<String, String>>, AutoCloseable {

	private final ClientResources resources = ClientResources.builder()
		.commandLatencyRecorder(CommandLatencyRecorder.disabled())
		.nettyCustomizer(new NettyCustomizer() {

			@Override
			public void afterChannelInitialized(Channel channel) {
				channel.pipeline()
					.addFirst(new FlushConsolidationHandler(
							FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true));
			}

		})
		.build();

	private final RedisClient client = RedisClient.create(this.resources);

	private final List<RedisURI> uris;

	private final List<StatefulRedisConnection<String, String>> connections;

	private final List<RedisAsyncCommands<String, String>> commands;

	BaselineConnections(List<String> uris) {
		this.uris = uris.stream().map(RedisURI::create).toList();
		this.connections = this.uris.stream().map(this.client::connect).toList();
		this.commands = this.connections.stream().map(StatefulRedisConnection::async).toList();
	}

	RedisClient client() {
		return this.client;
	}

	List<RedisURI> uris() {
		return this.uris;
	}

	/**
	 * Load a script on every server.
	 * @return the digest that identifies it
	 */
	String load(String script) {
		String digest = "";
		for (StatefulRedisConnection<String, String> node : this.connections) {
			digest = node.sync().scriptLoad(script);
		}
		return digest;
	}

	int size() {
		return this.commands.size();
	}

	@Override
	public Iterator<RedisAsyncCommands<String, String>> iterator() {
		return this.commands.iterator();
	}

	@Override
	public void close() {
		this.client.shutdown();
		this.resources.shutdown();
	}

}
