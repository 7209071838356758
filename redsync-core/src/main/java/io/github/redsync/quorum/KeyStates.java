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

package io.github.redsync.quorum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ReleaseWatcher} knows of the key on each node. Guarded by its lock.
 */
final class KeyStates {

	static final long NEVER = Long.MAX_VALUE;

	/** A longer time to live does not fit into nanoseconds. */
	private static final long MAX_MILLIS = Long.MAX_VALUE / 4 / LockParameters.NANOS_PER_MILLI;

	private final int majority;

	private final Sight[] sights;

	/** When the key of each node ends by its time to live, as far as is known. */
	private final long[] ends;

	KeyStates(NodeGroup quorum) {
		this.majority = quorum.majority();
		this.sights = new Sight[quorum.size()];
		this.ends = new long[quorum.size()];
		forget();
	}

	private enum Sight {

		/** Nothing is known. */
		UNKNOWN,

		/** The node was asked to tell of a change. */
		ASKED,

		/** The node has the key, and will tell of its change. */
		HELD,

		/** The node has it not, or has told of its change. */
		CHANGED

	}

	void forget() {
		Arrays.fill(this.sights, Sight.UNKNOWN);
		Arrays.fill(this.ends, NEVER);
	}

	/**
	 * Learn when the keys end from an attempt that was refused.
	 * @return the first node that has refused it, or {@link ReleaseWatcher#ALL}
	 */
	int learn(Attempt refused, long now) {
		int first = ReleaseWatcher.ALL;
		for (int i = 0; i < this.ends.length; i++) {
			NodeReply reply = refused.reply(i);
			if (reply != null && reply.status() == Status.TAKEN) {
				first = (first == ReleaseWatcher.ALL) ? i : first;
				this.ends[i] = end(reply, now);
			}
			else if (!refused.isKnock()) {
				this.ends[i] = (reply != null) ? now : NEVER;
			}
		}
		return first;
	}

	private static long end(NodeReply reply, long now) {
		// Servers round the time to live down
		return (reply.timeLeftMillis() >= 0)
				? now + (Math.min(reply.timeLeftMillis(), MAX_MILLIS) + 1) * LockParameters.NANOS_PER_MILLI : NEVER;
	}

	/**
	 * Note that nodes are asked to tell of a change.
	 * @param only the only one that is of interest, or {@link ReleaseWatcher#ALL}
	 * @return the nodes to be asked: those that were not, or have told
	 */
	List<Integer> ask(int only) {
		List<Integer> asked = new ArrayList<>();
		for (int i = 0; i < this.sights.length; i++) {
			if ((only == ReleaseWatcher.ALL || only == i) && isOpen(i)) {
				this.sights[i] = Sight.ASKED;
				asked.add(i);
			}
		}
		return asked;
	}

	/**
	 * Note what a node has answered.
	 * @return whether that is of interest still, and is an answer
	 */
	boolean answered(int index, @Nullable NodeReply reply, long now) {
		if (this.sights[index] != Sight.ASKED) {
			return false;
		}
		if (reply == null) {
			this.sights[index] = Sight.UNKNOWN;
			return false;
		}
		boolean held = reply.status() == Status.HELD;
		this.sights[index] = held ? Sight.HELD : Sight.CHANGED;
		this.ends[index] = held ? end(reply, now) : now;
		return true;
	}

	/**
	 * Note that a node has told of a change.
	 * @return whether it is news: what a node tells before it has answered was before it
	 * was asked, and may be of our own doing
	 */
	boolean changed(int index) {
		boolean news = this.sights[index] == Sight.HELD;
		if (news) {
			this.sights[index] = Sight.CHANGED;
		}
		return news;
	}

	void lost(int index) {
		this.sights[index] = Sight.UNKNOWN;
	}

	/**
	 * Return whether the key of a node may be gone, as far as is known.
	 */
	boolean isOpen(int index) {
		return this.sights[index] != Sight.HELD && this.sights[index] != Sight.ASKED;
	}

	/**
	 * Return whether a majority of the nodes has told of a change.
	 */
	boolean majorityChanged() {
		return count(Sight.CHANGED) >= this.majority;
	}

	/**
	 * Return whether a majority of the nodes is going to tell of a change.
	 */
	boolean majorityHeld() {
		return count(Sight.HELD) >= this.majority;
	}

	private int count(Sight wanted) {
		int count = 0;
		for (Sight sight : this.sights) {
			count += (sight == wanted) ? 1 : 0;
		}
		return count;
	}

	/**
	 * Return when a majority will have lost the key by its time to live.
	 * @param only the only node of which that is known, or {@link ReleaseWatcher#ALL}
	 */
	long endNanos(int only) {
		if (only != ReleaseWatcher.ALL) {
			return this.ends[only];
		}
		long[] sorted = this.ends.clone();
		Arrays.sort(sorted);
		return sorted[this.majority - 1];
	}

}
