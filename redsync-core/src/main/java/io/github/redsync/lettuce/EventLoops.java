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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.lettuce.core.ConnectionBuilder;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Determines the event loop of a connection, which Lettuce does not expose: each loop
 * stores itself in a thread-local when it initializes a channel. Also keeps the channels
 * of one factory of nodes, to close them with it, and the first reply of each server.
 * Thread-safe.
 */
final class EventLoops implements NettyCustomizer {

	private static final FastThreadLocal<EventLoop> OWN = new FastThreadLocal<>();

	private static final FirstReply NONE = new FirstReply();

	/** A channel that is added after the close is closed immediately. */
	private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

	/** The first reply on the latest connection to each address. */
	private final Map<String, FirstReply> replies = new ConcurrentHashMap<>();

	@Override
	public void afterChannelInitialized(Channel channel) {
		OWN.set(channel.eventLoop());
		this.channels.add(channel);
		String uri = channel.attr(ConnectionBuilder.REDIS_URI).get();
		if (uri != null) {
			FirstReply reply = new FirstReply();
			channel.pipeline().addFirst(reply);
			this.replies.put(uri, reply);
		}
	}

	/**
	 * Return the first reply on the latest connection to an address. It is empty if there
	 * was no connection.
	 */
	FirstReply firstReply(RedisURI uri) {
		return this.replies.getOrDefault(uri.toString(), NONE);
	}

	/**
	 * Close all channels, including those that are still connecting. Channels that are
	 * opened later are closed immediately.
	 */
	void closeChannels() {
		this.channels.close();
	}

	/**
	 * Return the event loop that the calling thread runs, or null if it runs none.
	 */
	static @Nullable EventLoop current() {
		return OWN.get();
	}

}
