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

import io.github.redsync.node.ChangeListener;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import org.jspecify.annotations.Nullable;

/**
 * Enables change notifications on a connection, and forwards them to a listener. They
 * need Redis 6 or later, its protocol RESP3, and a user that may call
 * {@code CLIENT TRACKING} and {@code CLIENT CACHING}. The server reports changes only of
 * the keys that are asked for ({@code OPTIN}), by any client.
 */
final class ClientTracking {

	/** The error of a command that needs change notifications. */
	static final String UNSUPPORTED = "The server does not support change notifications";

	private static final String INVALIDATE = "invalidate";

	private ClientTracking() {
	}

	/**
	 * Enable change notifications, as part of the handshake.
	 * @return a future of null if the server supports them, else of the reason
	 */
	static CompletableFuture<@Nullable String> enable(StatefulRedisConnection<String, String> connection,
			ChangeListener listener) {
		if (!usesResp3(connection)) {
			return CompletableFuture.completedFuture("the connection does not use RESP3: use Redis 6 or later without "
					+ "a proxy that lacks RESP3, and do not change the protocol version of Lettuce");
		}
		connection.addListener((message) -> onPush(message, listener));
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

	private static boolean usesResp3(StatefulRedisConnection<String, String> connection) {
		return connection instanceof StatefulRedisConnectionImpl<String, String> known
				&& known.getConnectionState().getNegotiatedProtocolVersion() == ProtocolVersion.RESP3;
	}

	private static void onPush(PushMessage message, ChangeListener listener) {
		if (!message.getType().equals(INVALIDATE)) {
			return;
		}
		List<Object> content = message.getContent(StringCodec.UTF8::decodeKey);
		Object keys = (content.size() > 1) ? content.get(1) : null;
		if (keys instanceof List<?> list) {
			list.forEach((key) -> listener.changed(String.valueOf(key)));
		}
		else {
			// The server was flushed
			listener.lost();
		}
	}

}
