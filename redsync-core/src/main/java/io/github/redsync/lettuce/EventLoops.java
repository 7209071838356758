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
 * stores itself in a thread-local when it initializes a channel. Keeps all channels of
 * one driver, to close them with it. Thread-safe.
 */
final class EventLoops implements NettyCustomizer {

	private static final FastThreadLocal<EventLoop> OWN = new FastThreadLocal<>();

	/** A channel that is added after the close is closed immediately. */
	private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

	@Override
	public void afterChannelInitialized(Channel channel) {
		OWN.set(channel.eventLoop());
		this.channels.add(channel);
	}

	/**
	 * Close all channels, also those whose connection is still being made, and any that
	 * is opened later.
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
