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
import java.util.function.IntConsumer;

import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.quorum.Timers.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Looks out for the moment at which a lock that another process holds may be free: when
 * so many nodes have told that its key has changed, or when its time to live ends, of
 * which nodes tell late or never. All that it finds is a hint.
 * <p>
 * A change may also be an extension, or mean that another process was faster, or that the
 * holder's process has passed the lock on to another of its own, which may happen
 * thousands of times a second. So once it has called in vain it becomes <em>wary</em>: it
 * watches one node alone, calls no more often than every two milliseconds, and has that
 * node asked first. When it has been quiet for a while it takes heart again. Safe for use
 * by many threads.
 */
final class Lookout {

	/**
	 * The node to be asked first is none: all are asked at once.
	 */
	static final int ALL = -1;

	/** How long to wait for other nodes once one has told of a change. */
	private static final long STRAGGLERS_NANOS = 2 * Terms.NANOS_PER_MILLI;

	/** How long to wait after a call in vain. */
	static final long SPACING_NANOS = 2 * Terms.NANOS_PER_MILLI;

	private static final long NEVER = Long.MAX_VALUE;

	private final Quorum quorum;

	private final String key;

	private final IntConsumer caller;

	private final Sight[] sights;

	/** When the key of each node ends by its time to live, as far as is known. */
	private final long[] ends;

	private boolean watching;

	private boolean wary;

	/** The node that is watched when wary. */
	private int gate = ALL;

	private boolean changedSince;

	private boolean called;

	private long notBefore;

	private @Nullable Timeout soon;

	private @Nullable Timeout expiry;

	/**
	 * Create a lookout, which rests.
	 * @param caller is called when the lock may be free, with the node to ask first or
	 * {@link #ALL}; not under the lock of this object
	 */
	Lookout(Quorum quorum, String key, IntConsumer caller) {
		this.quorum = quorum;
		this.key = key;
		this.caller = caller;
		this.sights = new Sight[quorum.size()];
		this.ends = new long[quorum.size()];
		forget();
	}

	/**
	 * What is known of the key on a node.
	 */
	private enum Sight {

		/** Nothing. */
		UNKNOWN,

		/** The node was asked to tell of its change. */
		ASKED,

		/** The node has it, and will tell of its change. */
		HELD,

		/** The node has it not, or has told of its change. */
		CHANGED

	}

	/**
	 * Begin to look out, or go on, after an attempt was refused by the holder.
	 */
	void look(Attempt refused) {
		List<Integer> unwatched = new ArrayList<>();
		synchronized (this) {
			long now = this.quorum.time().nanoTime();
			this.watching = true;
			learn(refused, now);
			if (this.called) {
				this.wary = true;
				this.notBefore = now + SPACING_NANOS;
			}
			else if (!this.changedSince) {
				this.wary = false;
			}
			this.called = false;
			this.changedSince = false;
			for (int i = 0; i < this.sights.length; i++) {
				boolean sees = this.sights[i] == Sight.HELD || this.sights[i] == Sight.ASKED;
				if (!sees && (!this.wary || i == this.gate)) {
					this.sights[i] = Sight.ASKED;
					unwatched.add(i);
				}
			}
			awaitExpiry(now);
		}
		unwatched.forEach(this::watch);
	}

	private void learn(Attempt refused, long now) {
		int first = ALL;
		for (int i = 0; i < this.ends.length; i++) {
			NodeReply reply = refused.reply(i);
			if (reply != null && reply.status() == Status.TAKEN) {
				first = (first == ALL) ? i : first;
				this.ends[i] = end(reply, now);
			}
			else if (!refused.isKnock()) {
				this.ends[i] = (reply != null) ? now : NEVER;
			}
		}
		this.gate = (first != ALL) ? first : this.gate;
	}

	private static long end(NodeReply reply, long now) {
		// Servers round the time to live down
		return (reply.timeLeftMillis() >= 0) ? now + (reply.timeLeftMillis() + 1) * Terms.NANOS_PER_MILLI : NEVER;
	}

	private void watch(int index) {
		try {
			this.quorum.node(index).watch(this.key).whenComplete((reply, failure) -> seen(index, reply));
		}
		catch (RuntimeException ex) {
			seen(index, null);
		}
	}

	private void seen(int index, @Nullable NodeReply reply) {
		long delay;
		synchronized (this) {
			if (this.sights[index] != Sight.ASKED) {
				return;
			}
			if (reply == null) {
				this.sights[index] = Sight.UNKNOWN;
				return;
			}
			long now = this.quorum.time().nanoTime();
			this.sights[index] = (reply.status() == Status.HELD) ? Sight.HELD : Sight.CHANGED;
			this.ends[index] = (reply.status() == Status.HELD) ? end(reply, now) : now;
			awaitExpiry(now);
			delay = plan(now, false);
		}
		callAfter(delay);
	}

	/**
	 * Take note that a node has told of a change.
	 */
	void changed(int index) {
		long delay;
		synchronized (this) {
			if (this.sights[index] != Sight.HELD) {
				// Told of what was before the question under way, perhaps by our own
				// doing
				return;
			}
			delay = changed(index, Sight.CHANGED);
		}
		callAfter(delay);
	}

	/**
	 * Take note that a node tells of no change any more, or can be asked again.
	 */
	void lost(int index) {
		long delay;
		synchronized (this) {
			delay = changed(index, Sight.UNKNOWN);
		}
		callAfter(delay);
	}

	private long changed(int index, Sight sight) {
		this.sights[index] = sight;
		this.changedSince = true;
		return plan(this.quorum.time().nanoTime(), true);
	}

	/**
	 * Return after which time to call.
	 * @param told whether a node has just told of a change
	 */
	private long plan(long now, boolean told) {
		if (!this.watching) {
			return NEVER;
		}
		if (this.wary) {
			boolean open = this.gate != ALL && this.sights[this.gate] != Sight.HELD
					&& this.sights[this.gate] != Sight.ASKED;
			return open ? Math.max(0, this.notBefore - now) : NEVER;
		}
		int changed = 0;
		for (Sight sight : this.sights) {
			changed += (sight == Sight.CHANGED) ? 1 : 0;
		}
		if (changed >= this.quorum.majority()) {
			return 0;
		}
		return told ? STRAGGLERS_NANOS : NEVER;
	}

	private void callAfter(long delay) {
		if (delay == 0) {
			call();
			return;
		}
		synchronized (this) {
			if (delay != NEVER && this.soon == null) {
				this.soon = this.quorum.timers().schedule(delay, this::call);
			}
		}
	}

	private void call() {
		int first;
		synchronized (this) {
			if (!this.watching) {
				return;
			}
			this.called = true;
			this.soon = cancelled(this.soon);
			first = this.wary ? this.gate : ALL;
		}
		this.caller.accept(first);
	}

	/**
	 * Arrange to call when a majority has lost the key by its time to live.
	 */
	private void awaitExpiry(long now) {
		this.expiry = cancelled(this.expiry);
		long[] sorted = this.ends.clone();
		Arrays.sort(sorted);
		long end = (this.wary && this.gate != ALL) ? this.ends[this.gate] : sorted[this.quorum.majority() - 1];
		if (end != NEVER && end - now > 0) {
			this.expiry = this.quorum.timers().schedule(end - now, () -> this.caller.accept(ALL));
		}
	}

	/**
	 * Look out for nodes that can be asked again, after an attempt was refused by the
	 * lack of nodes.
	 */
	synchronized void lookForNodes() {
		rest();
		this.watching = true;
	}

	/**
	 * Call after a while, warily, since others are to have their turn before.
	 */
	synchronized void holdBack(int first, long nanos) {
		this.watching = true;
		this.wary = true;
		this.gate = first;
		this.soon = cancelled(this.soon);
		this.soon = this.quorum.timers().schedule(nanos, this::call);
	}

	/**
	 * Rest, since the lock was acquired, or nobody waits for it.
	 */
	synchronized void rest() {
		this.watching = false;
		this.called = false;
		this.soon = cancelled(this.soon);
		this.expiry = cancelled(this.expiry);
		forget();
	}

	private void forget() {
		Arrays.fill(this.sights, Sight.UNKNOWN);
		Arrays.fill(this.ends, NEVER);
	}

	private static @Nullable Timeout cancelled(@Nullable Timeout timer) {
		if (timer != null) {
			timer.cancel();
		}
		return null;
	}

}
