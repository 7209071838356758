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
 * What a node answered. Immutable.
 *
 * @param status what the node did or found
 * @param holder the value that the key has instead of ours, where the node told it; it
 * names the owner behind an {@code @}
 * @param timeLeftMillis the time to live of that key in milliseconds, -1 if it has none,
 * {@link #TIME_UNKNOWN} if the node refused the lock without a report of its holder
 * @param fence the fencing counter that came with an acquisition, or {@link #NO_FENCE}
 * @param timeMicros the server's wall clock in microseconds since the epoch if the
 * counter does not vouch for earlier tokens, else 0
 * @param incarnation which life of the server gave the answer, with every
 * {@link Status#GRANTED}, else {@code null}
 */
public record NodeReply(Status status, @Nullable String holder, long timeLeftMillis, long fence, long timeMicros,
		@Nullable Incarnation incarnation) {

	/**
	 * The fencing counter of a node that has none.
	 */
	public static final long NO_FENCE = -1;

	/**
	 * The time to live of a key of which the node reported neither holder nor end.
	 */
	public static final long TIME_UNKNOWN = -3;

	private static final NodeReply[] PLAIN = plain();

	/**
	 * What a node did or found.
	 */
	public enum Status {

		/** The key is set, and the grant counts. */
		GRANTED,

		/** The key has another value, or is of another type. */
		TAKEN,

		/** The key has our value and got a new time to live. */
		EXTENDED,

		/** The key was missing and is set again. */
		RESTORED,

		/** The key had our value and is deleted. */
		RELEASED,

		/** There is no such key. */
		MISSING,

		/** The fencing counter is at the token. */
		RAISED,

		/** The key exists; the reply tells its value and time to live. */
		HELD,

		/** The node is alive. */
		PONG

	}

	/**
	 * Return the reply that is only a status.
	 * @param status the status
	 * @return a shared instance
	 */
	public static NodeReply of(Status status) {
		return PLAIN[status.ordinal()];
	}

	/**
	 * Return the reply of a node that granted a lock without a fencing counter.
	 * @param incarnation which life of the server granted it
	 * @return the reply; a driver may use it again for the same incarnation
	 */
	public static NodeReply granted(Incarnation incarnation) {
		return granted(incarnation, NO_FENCE, 0);
	}

	/**
	 * Return the reply of a node that granted a fenced lock.
	 * @param incarnation which life of the server granted it
	 * @param fence the fencing counter, or {@link #NO_FENCE} where there is none yet
	 * @param timeMicros the server's wall clock in microseconds since the epoch
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
	 * Return the reply of a node on which the key has another value that is not known.
	 * @return the reply
	 */
	public static NodeReply takenByUnknown() {
		return taken(null, TIME_UNKNOWN);
	}

	/**
	 * Return the reply of a node on which a fenced key has another value.
	 * @param holder the value of the key, or {@code null} if it is not a string
	 * @param timeLeftMillis its time to live in milliseconds, -1 if it has none
	 * @param fence the fencing counter, or {@link #NO_FENCE} where there is none
	 * @return the reply
	 */
	public static NodeReply taken(@Nullable String holder, long timeLeftMillis, long fence) {
		return new NodeReply(Status.TAKEN, holder, timeLeftMillis, fence, 0, null);
	}

	/**
	 * Return the reply of a node that was asked for the state of a key which exists.
	 * @param holder the value of the key, or {@code null} if it is not a string
	 * @param timeLeftMillis its time to live in milliseconds, -1 if it has none
	 * @return the reply
	 */
	public static NodeReply held(@Nullable String holder, long timeLeftMillis) {
		return new NodeReply(Status.HELD, holder, timeLeftMillis, NO_FENCE, 0, null);
	}

	/**
	 * Return the reply of a node on which a fenced key has another value, and whose
	 * counter does not vouch for earlier tokens.
	 * @param holder the value of the key, or {@code null} if it is not a string
	 * @param timeLeftMillis its time to live in milliseconds, -1 if it has none
	 * @param fence the fencing counter, or {@link #NO_FENCE} where there is none
	 * @param timeMicros the server's wall clock in microseconds since the epoch, 0 if the
	 * counter vouches
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
	 * Describe the reply, without the holder's value: who knows it can release the lock.
	 * @return the reply
	 */
	@Override
	public String toString() {
		return "NodeReply[status=" + this.status + ", timeLeftMillis=" + this.timeLeftMillis + ", fence=" + this.fence
				+ ", incarnation=" + this.incarnation + "]";
	}

}
