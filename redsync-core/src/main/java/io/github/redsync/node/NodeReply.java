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

import org.jspecify.annotations.Nullable;

/**
 * The reply of a node to a request, for the algorithm. Its result for users is a
 * {@link NodeResult}. Immutable.
 *
 * @param status the effect of the request, or the state of the key
 * @param holder the value of the key in replies with {@link Status#TAKEN} and
 * {@link Status#HELD}, or {@code null} if the node did not report it; the owner follows
 * the first {@code @} in it
 * @param timeLeftMillis the time to live of that key in milliseconds, -1 if it has none,
 * {@link #TIME_UNKNOWN} if the node refused the lock without reporting its holder
 * @param fence the fencing counter, in replies to an acquisition, or {@link #NO_FENCE}
 * @param timeMicros the server's wall clock in microseconds since the epoch if the
 * counter does not vouch for earlier tokens, else 0
 * @param incarnation the incarnation of the server, in replies with
 * {@link Status#GRANTED}, else {@code null}
 */
public record NodeReply(Status status, @Nullable String holder, long timeLeftMillis, long fence, long timeMicros,
		@Nullable Incarnation incarnation) {

	/**
	 * The fencing counter of a node that has none.
	 */
	public static final long NO_FENCE = -1;

	/**
	 * The time to live in a refusal without holder and time to live.
	 */
	public static final long TIME_UNKNOWN = -3;

	private static final NodeReply[] PLAIN = plain();

	/**
	 * The effect of a request, or the state of the key.
	 */
	public enum Status {

		/** The key was set. */
		GRANTED,

		/** The key has another value, or is of another type. */
		TAKEN,

		/** The key has our value and was given a new time to live. */
		EXTENDED,

		/** The key was missing and was restored. */
		RESTORED,

		/** The key had our value and was deleted. */
		RELEASED,

		/** The key does not exist. */
		MISSING,

		/** The fencing counter is equal to the token. */
		RAISED,

		/** The key exists; the reply contains its value and time to live. */
		HELD,

		/** The server has replied to a ping. */
		PONG

	}

	/**
	 * Return a reply that consists of a status.
	 * @param status the status
	 * @return a shared instance
	 */
	public static NodeReply of(Status status) {
		return PLAIN[status.ordinal()];
	}

	/**
	 * Return the reply of a node that granted a lock without a fencing counter.
	 * @param incarnation the incarnation of the server
	 * @return the reply, which may be reused for the same incarnation
	 */
	public static NodeReply granted(Incarnation incarnation) {
		return granted(incarnation, NO_FENCE, 0);
	}

	/**
	 * Return the reply of a node that granted a fenced lock.
	 * @param incarnation the incarnation of the server
	 * @param fence the fencing counter, or {@link #NO_FENCE} if there is none
	 * @param timeMicros the server's wall clock in microseconds since the epoch, 0 if the
	 * counter vouches for earlier tokens
	 * @return the reply
	 */
	public static NodeReply granted(Incarnation incarnation, long fence, long timeMicros) {
		return new NodeReply(Status.GRANTED, null, -1, fence, timeMicros, incarnation);
	}

	/**
	 * Return the reply of a node on which the key has another value.
	 * @param holder the value of the key, or {@code null} if it is not a string
	 * @param timeLeftMillis its time to live in milliseconds, -1 if it has none
	 * @return the reply
	 */
	public static NodeReply taken(@Nullable String holder, long timeLeftMillis) {
		return new NodeReply(Status.TAKEN, holder, timeLeftMillis, NO_FENCE, 0, null);
	}

	/**
	 * Return the reply of a node on which the key has another value, which is unknown.
	 * @return the reply
	 */
	public static NodeReply takenByUnknown() {
		return taken(null, TIME_UNKNOWN);
	}

	/**
	 * Return the reply of a node on which a fenced key has another value.
	 * @param holder the value of the key, or {@code null} if it is not a string
	 * @param timeLeftMillis its time to live in milliseconds, -1 if it has none
	 * @param fence the fencing counter, or {@link #NO_FENCE} if there is none
	 * @return the reply
	 */
	public static NodeReply taken(@Nullable String holder, long timeLeftMillis, long fence) {
		return new NodeReply(Status.TAKEN, holder, timeLeftMillis, fence, 0, null);
	}

	/**
	 * Return the reply of a node to a request for the state of a key that exists.
	 * @param holder the value of the key, or {@code null} if it is not a string
	 * @param timeLeftMillis its time to live in milliseconds, -1 if it has none
	 * @return the reply
	 */
	public static NodeReply held(@Nullable String holder, long timeLeftMillis) {
		return new NodeReply(Status.HELD, holder, timeLeftMillis, NO_FENCE, 0, null);
	}

	/**
	 * Return the reply of a node on which a fenced key has another value, with the clock
	 * of the server.
	 * @param holder the value of the key, or {@code null} if it is not a string
	 * @param timeLeftMillis its time to live in milliseconds, -1 if it has none
	 * @param fence the fencing counter, or {@link #NO_FENCE} if there is none
	 * @param timeMicros the server's wall clock in microseconds since the epoch, 0 if the
	 * counter vouches for earlier tokens
	 * @return the reply
	 */
	public static NodeReply taken(@Nullable String holder, long timeLeftMillis, long fence, long timeMicros) {
		return new NodeReply(Status.TAKEN, holder, timeLeftMillis, fence, timeMicros, null);
	}

	private static NodeReply[] plain() {
		Status[] statuses = Status.values();
		NodeReply[] replies = new NodeReply[statuses.length];
		for (Status status : statuses) {
			replies[status.ordinal()] = new NodeReply(status, null, -1, NO_FENCE, 0, null);
		}
		return replies;
	}

	/**
	 * Describe the reply without the value of the holder, which is enough to release the
	 * lock.
	 * @return a description
	 */
	@Override
	public String toString() {
		return "NodeReply[status=" + this.status + ", timeLeftMillis=" + this.timeLeftMillis + ", fence=" + this.fence
				+ ", incarnation=" + this.incarnation + "]";
	}

}
