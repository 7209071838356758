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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The result of a request to one node, for users. An exception has one for each node.
 * Immutable.
 *
 * @param node the name of the node
 * @param outcome the outcome of the request
 * @param holder the value of the key if another client holds it and the node reported it,
 * else {@code null}
 * @param timeLeft the remaining time to live of that key, or {@code null} if it is
 * unknown or the key never expires
 * @param latency the time from the start of the ballot to the reply, or to the end of the
 * ballot if there was no reply
 * @param error the error, or {@code null}; with {@link Outcome#TAKEN}, why the holder is
 * unknown
 */
public record NodeResult(String node, Outcome outcome, @Nullable String holder, @Nullable Duration timeLeft,
		Duration latency, @Nullable String error) {

	/**
	 * The outcome of a request to a node.
	 */
	public enum Outcome {

		/** The request was successful. */
		OK,

		/** The node granted the lock, but is quarantined after a restart. */
		QUARANTINED,

		/** Another client holds the lock on this node. */
		TAKEN,

		/** The lock does not exist on this node. */
		MISSING,

		/** The lock was missing on this node and was restored. */
		RESTORED,

		/** The request could not be sent, or the node replied with an error. */
		ERROR,

		/** The node did not reply within the time limit. */
		TIMEOUT,

		/** The ballot was decided before this node replied. */
		UNANSWERED

	}

	/**
	 * Return the owner named in the value of the holder.
	 * @return the part after the first {@code @} of the value, or {@code null} if there
	 * is none, as in a value written by go-redsync
	 */
	public @Nullable String owner() {
		int at = (this.holder != null) ? this.holder.indexOf('@') : -1;
		return (this.holder != null && at >= 0 && at < this.holder.length() - 1) ? this.holder.substring(at + 1) : null;
	}

	/**
	 * Describe the result without the value of the holder, which is enough to release the
	 * lock.
	 * @return a description with the owner named in the value
	 */
	@Override
	public String toString() {
		return "NodeResult[node=" + this.node + ", outcome=" + this.outcome + ", owner=" + owner() + ", timeLeft="
				+ this.timeLeft + ", latency=" + this.latency + ", error=" + this.error + "]";
	}

}
