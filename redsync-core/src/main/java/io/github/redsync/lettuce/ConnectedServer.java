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
 * A connection to a server that can be a node.
 *
 * @param connection the connection
 * @param loop the event loop of the connection
 * @param server what the server reported of itself
 * @param tellsChanges whether the server has agreed to report changes
 * @param roundTripNanos how long the vetting took
 */
record ConnectedServer(StatefulRedisConnection<String, String> connection, EventLoop loop, ServerInfo server,
		boolean tellsChanges, long roundTripNanos) {

}
