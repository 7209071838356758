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

package io.github.redsync.node;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * One independent Redis server, as the algorithm uses it: a few asynchronous requests,
 * each completed by a {@link NodeReply}.
 * <p>
 * The safety of the algorithm rests on four promises of an implementation:
 * <ul>
 * <li><b>Order.</b> Requests for one key take effect in the order in which they were
 * made. A release never overtakes the acquisition that it undoes.</li>
 * <li><b>At most once.</b> A request takes effect at most once. After a connection is
 * lost, no acquisition, extension or raise is sent again.</li>
 * <li><b>No blocking.</b> A method returns immediately, however slow the server is. Time
 * limits are those of the caller: a request may never complete.</li>
 * <li><b>Atomicity.</b> Each request takes effect on the server in one step.</li>
 * </ul>
 * A stage that fails does so with a {@link NodeException}; the request may then have
 * taken effect or not. Implementations are thread-safe.
 */
public interface RedisNode extends AutoCloseable {

	/**
	 * Return the name of the node, for messages, metrics and health details.
	 * @return a short name without credentials, unique among the nodes of a lock
	 */
	String name();

	/**
	 * Return whether the node is connected and its server was accepted, as far as is
	 * known without a request.
	 * @return whether a request made now is likely to get a reply
	 */
	boolean isUp();

	/**
	 * Return the round trip time to the server. While a connection is being made, it
	 * includes the time to connect. A caller waits at least twice that time for a reply.
	 * @return the latest round trip time in nanoseconds, or 0 if it is unknown, which is
	 * the default
	 */
	default long roundTripNanos() {
		return 0;
	}

	/**
	 * Set the key to the value with a time to live, only if the key does not exist.
	 * @param request key, value, time to live and whether the lock is fenced
	 * @return a stage with {@link NodeReply.Status#GRANTED} or
	 * {@link NodeReply.Status#TAKEN}
	 */
	CompletionStage<NodeReply> acquire(AcquireRequest request);

	/**
	 * Give the key a new time to live, only if it has the value.
	 * @param key the key
	 * @param value the value that the key must have
	 * @param expiryMillis the new time to live in milliseconds, at least 1
	 * @param restore whether to set the key if it is missing
	 * @return a stage with {@link NodeReply.Status#EXTENDED},
	 * {@link NodeReply.Status#RESTORED} (only if asked for),
	 * {@link NodeReply.Status#MISSING} or {@link NodeReply.Status#TAKEN}
	 */
	CompletionStage<NodeReply> extend(String key, String value, long expiryMillis, boolean restore);

	/**
	 * Delete the key, only if it has the value.
	 * @param key the key
	 * @param value the value that the key must have
	 * @return a stage with {@link NodeReply.Status#RELEASED},
	 * {@link NodeReply.Status#MISSING} or {@link NodeReply.Status#TAKEN}
	 */
	CompletionStage<NodeReply> release(String key, String value);

	/**
	 * Hand a lock off: release the key, and acquire it for the successor. Has the same
	 * effect as {@link #release} followed by {@link #acquire}, which is the default
	 * implementation. An implementation may override it to save a request.
	 * @param request the acquisition of the successor
	 * @param predecessor the value that the key must have to be released; it is released
	 * even if the acquisition was abandoned
	 * @return both replies
	 */
	default HandOffReplies handOff(AcquireRequest request, String predecessor) {
		CompletionStage<NodeReply> released = release(request.key(), predecessor);
		return new HandOffReplies(released, acquire(request));
	}

	/**
	 * Raise the fencing counter of a key to a token, only if the key has the value. A
	 * larger counter is not lowered. The counter then <em>vouches</em> for earlier tokens
	 * while this incarnation of the server runs.
	 * @param key the key of the lock
	 * @param value the value that the key must have
	 * @param token the new value of the counter
	 * @param incarnation the incarnation that granted the lock; if the node is connected
	 * to another one, the request fails and is not sent
	 * @return a stage with {@link NodeReply.Status#RAISED}, or
	 * {@link NodeReply.Status#TAKEN} if the key does not have the value or the counter is
	 * larger
	 */
	CompletionStage<NodeReply> raise(String key, String value, long token, Incarnation incarnation);

	/**
	 * Return the incarnation of the server, as of the latest connection.
	 * @return the incarnation, or {@code null} if the node was never connected or does
	 * not support it, which is the default
	 */
	default @Nullable Incarnation incarnation() {
		return null;
	}

	/**
	 * Read the value and the time to live of a key.
	 * @param key the key
	 * @return a stage with {@link NodeReply.Status#HELD} or
	 * {@link NodeReply.Status#MISSING}
	 */
	CompletionStage<NodeReply> inspect(String key);

	/**
	 * Read the time to live of a key, and notify the {@linkplain #setChangeListener
	 * listener} once when the key changes after that, by any client. Both happen in one
	 * step, so that no change is missed in between. The default implementation fails: the
	 * node does not support change notifications.
	 * @param key the key
	 * @return a stage with {@link NodeReply.Status#HELD}, without the holder, or with
	 * {@link NodeReply.Status#MISSING}, after which the listener is not notified
	 */
	default CompletionStage<NodeReply> watch(String key) {
		return CompletableFuture
			.failedFuture(new NodeException("The node does not support change notifications", true, null));
	}

	/**
	 * Set the listener of changes of watched keys. The default implementation does
	 * nothing.
	 * @param listener the listener, which replaces the one before
	 */
	default void setChangeListener(ChangeListener listener) {
	}

	/**
	 * Check that the server replies.
	 * @return a stage with {@link NodeReply.Status#PONG}
	 */
	CompletionStage<NodeReply> ping();

	/**
	 * Close the node and its connections. Requests under way fail. Has no effect if the
	 * node is closed.
	 */
	@Override
	void close();

}
