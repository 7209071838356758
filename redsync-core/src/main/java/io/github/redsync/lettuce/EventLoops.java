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
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * Finds the event loop of a connection, which Lettuce does not tell: each event loop, at
 * the first channel that it serves, notes down itself for its own thread.
 */
final class EventLoops implements NettyCustomizer {

	private static final FastThreadLocal<EventLoop> OWN = new FastThreadLocal<>();

	@Override
	public void afterChannelInitialized(Channel channel) {
		OWN.set(channel.eventLoop());
	}

	/**
	 * Return the event loop that the calling thread runs, or null if it runs none.
	 */
	static @Nullable EventLoop current() {
		return OWN.get();
	}

}
