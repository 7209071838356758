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

import java.util.List;
import java.util.function.IntConsumer;

import io.github.redsync.node.NodeReply;
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
final class ReleaseWatcher {

	/**
	 * The node to be asked first is none: all are asked at once.
	 */
	static final int ALL = -1;

	/** How long to wait for other nodes once one has told of a change. */
	private static final long STRAGGLERS_NANOS = 2 * LockParameters.NANOS_PER_MILLI;

	/** How long to wait after a call in vain. */
	private static final long SPACING_NANOS = 2 * LockParameters.NANOS_PER_MILLI;

	private static final long NEVER = KeyStates.NEVER;

	private final NodeGroup quorum;

	private final String key;

	private final IntConsumer caller;

	private final KeyStates sights;

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
	ReleaseWatcher(NodeGroup quorum, String key, IntConsumer caller) {
		this.quorum = quorum;
		this.key = key;
		this.caller = caller;
		this.sights = new KeyStates(quorum);
		this.notBefore = quorum.time().nanoTime();
	}

	/**
	 * Begin to look out, or go on, after an attempt was refused by the holder.
	 */
	void look(Attempt refused) {
		synchronized (this) {
			long now = now();
			int first = this.sights.learn(refused, now);
			this.gate = (first != ALL) ? first : this.gate;
			if (this.called) {
				this.wary = true;
				this.notBefore = now + SPACING_NANOS;
			}
			else if (!this.changedSince) {
				this.wary = false;
			}
			this.called = false;
			this.changedSince = false;
			awaitExpiry(now);
		}
		look();
	}

	/**
	 * Begin to look out, or go on, without an attempt.
	 */
	void look() {
		List<Integer> asked;
		synchronized (this) {
			this.watching = true;
			asked = this.sights.ask(only());
		}
		asked.forEach(this::watch);
	}

	/**
	 * Return the only node that is of interest, or ALL.
	 */
	private int only() {
		return this.wary ? this.gate : ALL;
	}

	private long now() {
		return this.quorum.time().nanoTime();
	}

	/**
	 * Return whether a majority of the nodes is going to tell of a change.
	 */
	synchronized boolean seesMajority() {
		return this.watching && this.sights.majorityHeld();
	}

	private void watch(int index) {
		try {
			this.quorum.node(index).watch(this.key).whenComplete((reply, failure) -> answered(index, reply));
		}
		catch (RuntimeException | Error ex) {
			answered(index, null);
		}
	}

	private void answered(int index, @Nullable NodeReply reply) {
		long delay = NEVER;
		synchronized (this) {
			long now = now();
			if (this.sights.answered(index, reply, now)) {
				awaitExpiry(now);
				delay = plan(false);
			}
		}
		callAfter(delay);
	}

	/**
	 * Take note that a node has told of a change.
	 */
	void changed(int index) {
		long delay = NEVER;
		synchronized (this) {
			if (this.sights.changed(index)) {
				this.changedSince = true;
				delay = plan(true);
			}
		}
		callAfter(delay);
	}

	/**
	 * Take note that a node tells of no change any more, or can be asked again.
	 */
	void lost(int index) {
		long delay;
		synchronized (this) {
			this.sights.lost(index);
			this.changedSince = true;
			delay = plan(true);
		}
		callAfter(delay);
	}

	/**
	 * Return after which time to call.
	 * @param told whether a node has just told of a change
	 */
	private long plan(boolean told) {
		int only = only();
		if (!this.watching) {
			return NEVER;
		}
		if (only != ALL) {
			return this.sights.isOpen(only) ? Math.max(0, this.notBefore - now()) : NEVER;
		}
		if (this.sights.majorityChanged()) {
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
			if (delay != NEVER && this.watching && this.soon == null) {
				this.soon = this.quorum.timers().schedule(delay, this::call);
			}
		}
	}

	private void call() {
		int first;
		synchronized (this) {
			this.soon = cancelled(this.soon);
			if (!this.watching) {
				return;
			}
			this.called = true;
			first = only();
		}
		this.caller.accept(first);
	}

	/**
	 * Arrange to call when a majority has lost the key by its time to live.
	 */
	private void awaitExpiry(long now) {
		this.expiry = cancelled(this.expiry);
		long end = this.sights.endNanos(only());
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
	synchronized void holdBack(long nanos) {
		this.watching = true;
		this.wary = true;
		this.gate = this.quorum.firstUp();
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
		this.sights.forget();
	}

	private static @Nullable Timeout cancelled(@Nullable Timeout timer) {
		if (timer != null) {
			timer.cancel();
		}
		return null;
	}

}
