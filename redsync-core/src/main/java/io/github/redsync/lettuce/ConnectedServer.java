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

import io.lettuce.core.api.StatefulRedisConnection;
import io.netty.channel.EventLoop;

/**
 * A connection whose server has passed the handshake.
 *
 * @param connection the connection
 * @param loop the event loop of the connection
 * @param info the reply of the server to INFO
 * @param tracksKeys whether the server sends change notifications on the connection
 * @param roundTripNanos the duration of the handshake
 */
record ConnectedServer(StatefulRedisConnection<String, String> connection, EventLoop loop, ServerInfo info,
		boolean tracksKeys, long roundTripNanos) {

}
