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
 * How one node answered in one ballot; exceptions carry one for every node. Immutable.
 *
 * @param node the name of the node
 * @param outcome what came of the request
 * @param holder the value of the key where another holds it and the node told so, else
 * {@code null}
 * @param timeLeft how long that key still lives, or {@code null} where it is not known or
 * the key never expires
 * @param latency from the start of the ballot to the answer, or to the moment at which
 * the ballot ended without one
 * @param error what went wrong, or {@code null}; with {@link Outcome#TAKEN}, why the
 * holder is not known
 */
public record NodeResult(String node, Outcome outcome, @Nullable String holder, @Nullable Duration timeLeft,
		Duration latency, @Nullable String error) {

	/**
	 * What came of a request to a node.
	 */
	public enum Outcome {

		/** The node did what it was asked for. */
		OK,

		/** The node granted the lock, but restarted lately and gives no vote yet. */
		QUARANTINED,

		/** Another holds the lock on this node. */
		TAKEN,

		/** The node knows no such lock. */
		MISSING,

		/** The lock was gone on this node and is set again. */
		RESTORED,

		/** The node could not be asked, or answered with an error. */
		ERROR,

		/** The node did not answer within its limit. */
		TIMEOUT,

		/** The ballot was decided before this node answered. */
		UNANSWERED

	}

	/**
	 * Return the owner that the holder's value names.
	 * @return the part behind the first {@code @} of the value, or {@code null} if it
	 * names none, as a value written by go-redsync
	 */
	public @Nullable String owner() {
		int at = (this.holder != null) ? this.holder.indexOf('@') : -1;
		return (this.holder != null && at >= 0 && at < this.holder.length() - 1) ? this.holder.substring(at + 1) : null;
	}

	/**
	 * Describe the result, without the holder's value: who knows it can release the lock.
	 * @return the result with the owner that the value names
	 */
	@Override
	public String toString() {
		return "NodeResult[node=" + this.node + ", outcome=" + this.outcome + ", owner=" + owner() + ", timeLeft="
				+ this.timeLeft + ", latency=" + this.latency + ", error=" + this.error + "]";
	}

}
