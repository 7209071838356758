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

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server to tell of changes on a connection, and reads what it tells. That takes
 * Redis 6 or later, its protocol RESP3, and a user who may call {@code CLIENT TRACKING}
 * and {@code CLIENT CACHING}. Only what is asked for is told ({@code OPTIN}), whoever
 * makes the change.
 */
final class ClientTracking {

	private static final String INVALIDATE = "invalidate";

	private ClientTracking() {
	}

	/**
	 * Begin, as part of the vetting of the connection.
	 * @return a future of null if the server agrees, else of what to do about it
	 */
	static CompletableFuture<@Nullable String> begin(StatefulRedisConnection<String, String> connection,
			LettuceNode node) {
		if (!speaksResp3(connection)) {
			return CompletableFuture.completedFuture("the connection does not speak RESP3: use Redis 6 or later, no "
					+ "proxy that lacks it, and leave the protocol version of Lettuce alone");
		}
		connection.addListener((message) -> told(message, node));
		RedisAsyncCommands<String, String> commands = connection.async();
		CompletableFuture<?> tracking = commands.clientTracking(TrackingArgs.Builder.enabled().optin())
			.toCompletableFuture();
		CompletableFuture<?> caching = commands.clientCaching(true).toCompletableFuture();
		return CompletableFuture.allOf(tracking, caching)
			.handle((done, failure) -> (failure != null) ? describe(failure) : null);
	}

	private static String describe(Throwable failure) {
		return ServerErrors.explain(ConnectErrors.message(ConnectErrors.rootCause(failure)));
	}

	private static boolean speaksResp3(StatefulRedisConnection<String, String> connection) {
		return connection instanceof StatefulRedisConnectionImpl<String, String> known
				&& known.getConnectionState().getNegotiatedProtocolVersion() == ProtocolVersion.RESP3;
	}

	private static void told(PushMessage message, LettuceNode node) {
		if (!message.getType().equals(INVALIDATE)) {
			return;
		}
		List<Object> content = message.getContent(StringCodec.UTF8::decodeKey);
		Object keys = (content.size() > 1) ? content.get(1) : null;
		if (keys instanceof List<?> list) {
			list.forEach((key) -> node.listener().changed(String.valueOf(key)));
		}
		else {
			// All keys are gone
			node.listener().lost();
		}
	}

}
