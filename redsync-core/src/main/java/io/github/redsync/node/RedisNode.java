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
 * One independent Redis server, as the algorithm sees it: a few questions, each asked
 * asynchronously and answered by a {@link NodeReply}.
 * <p>
 * The safety of the algorithm rests on four promises of an implementation:
 * <ul>
 * <li><b>Order.</b> Requests for one key take effect in the order in which they were
 * made; a release never overtakes the acquisition it undoes.</li>
 * <li><b>At most once.</b> A request takes effect at most once; nothing is sent again
 * after a connection was lost.</li>
 * <li><b>No blocking.</b> A method returns at once, however slow the server is. Limits on
 * time are the caller's; a request may stay unanswered for ever.</li>
 * <li><b>Atomicity.</b> Each request takes effect on the server in one step.</li>
 * </ul>
 * A stage that fails does so with a {@link NodeException}; the request may then have
 * taken effect or not. Implementations are safe for use by many threads.
 */
public interface RedisNode extends AutoCloseable {

	/**
	 * Return the name of the node, for messages, metrics and health details.
	 * @return a short name, unique among the nodes of a lock; never with credentials
	 */
	String name();

	/**
	 * Return whether the node is connected and accepted, as far as is known without
	 * asking it.
	 * @return whether a request made now has a chance to be answered
	 */
	boolean isUp();

	/**
	 * Return the round trip time to the server, with the time to connect while a
	 * connection is being made. A caller gives the node at least twice that time to
	 * reply.
	 * @return the latest round trip time in nanoseconds, or 0 if it is unknown, which is
	 * the default
	 */
	default long roundTripNanos() {
		return 0;
	}

	/**
	 * Set the key to the value with a time to live, only if the key does not exist.
	 * @param request key, value, time to live and whether to draw a fencing number
	 * @return a stage with {@link NodeReply.Status#GRANTED} or
	 * {@link NodeReply.Status#TAKEN}
	 */
	CompletionStage<NodeReply> acquire(AcquireRequest request);

	/**
	 * Give the key a new time to live, only if it has the value.
	 * @param key the key
	 * @param value the value that the key must have
	 * @param expiryMillis the new time to live in milliseconds, at least 1
	 * @param restore whether to set the key again where it is missing
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
	 * Release a key and acquire it for a successor: with the same effect as
	 * {@link #release} and {@link #acquire} one right after the other, which is what this
	 * method does unless it is overridden to save a request.
	 * @param request the acquisition of the successor
	 * @param predecessor the value that the key must have to be released; that is
	 * released even if the acquisition was given up
	 * @return both answers
	 */
	default HandOffReplies handOff(AcquireRequest request, String predecessor) {
		CompletionStage<NodeReply> released = release(request.key(), predecessor);
		return new HandOffReplies(released, acquire(request));
	}

	/**
	 * Raise the fencing counter of a key to a token, only while the key has the value,
	 * and never lower it. From then on the counter vouches for earlier tokens, as long as
	 * this incarnation of the server runs.
	 * @param key the key of the lock
	 * @param value the value that the key must have
	 * @param token the token to raise the counter to
	 * @param incarnation the incarnation that granted the lock; the request fails, and is
	 * not sent, if the node is connected to another one
	 * @return a stage with {@link NodeReply.Status#RAISED}, or
	 * {@link NodeReply.Status#TAKEN} if the key has not the value or the counter is
	 * already larger
	 */
	CompletionStage<NodeReply> raise(String key, String value, long token, Incarnation incarnation);

	/**
	 * Return the incarnation of the server that the node is connected to.
	 * @return the incarnation, or {@code null} if the node is not connected or does not
	 * know it, which is the default
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
	 * Read the time to live of a key, and tell the listener once when the key changes
	 * after that, whoever changes it. Both happen in one step, so that no change is
	 * missed in between. A node that can't tell fails, unless this method is overridden.
	 * @param key the key
	 * @return a stage with {@link NodeReply.Status#HELD}, without the holder, or with
	 * {@link NodeReply.Status#MISSING}: there is nothing to be told then
	 */
	default CompletionStage<NodeReply> watch(String key) {
		return CompletableFuture
			.failedFuture(new NodeException("The node does not tell when a key changes", true, null));
	}

	/**
	 * Set who is told that watched keys have changed. Does nothing unless it is
	 * overridden.
	 * @param listener the listener, in place of the one before
	 */
	default void setChangeListener(ChangeListener listener) {
	}

	/**
	 * Ask for a sign of life.
	 * @return a stage with {@link NodeReply.Status#PONG}
	 */
	CompletionStage<NodeReply> ping();

	/**
	 * Close the node and its connections. Requests under way fail. Closing twice does
	 * nothing.
	 */
	@Override
	void close();

}
