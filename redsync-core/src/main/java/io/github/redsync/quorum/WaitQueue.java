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
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.redsync.node.NodeResult;
import org.jspecify.annotations.Nullable;

/**
 * Those in this process who wait for one lock, first come first served. Only the first of
 * them talks to the nodes: when it is told that the lock may be free, and whenever its
 * retry delay is over. The others wait for their turn, each with its own deadline.
 * <p>
 * While one of this process holds the lock, nobody tries to acquire it: its release
 * passes the lock on to the first of the line, in one step. So that other processes get
 * their turn, that may go on for {@value #BURST_MILLIS} milliseconds; then the lock is
 * let go of, and the line holds back for {@value #YIELD_MILLIS} milliseconds, for longer
 * than it takes the first of another line to notice and to take the lock.
 * <p>
 * A line exists as long as somebody waits, or holds a lock that was waited for. Safe for
 * use by many threads; acquisitions and holds are called outside of its lock.
 */
final class WaitQueue {

	private static final long BURST_MILLIS = 50;

	private static final long YIELD_MILLIS = 4;

	/** For how long the answers to an attempt tell who holds the lock. */
	private static final long FRESH_NANOS = 250 * LockParameters.NANOS_PER_MILLI;

	/** For how long the nodes are trusted to tell of the end of a hold. */
	private static final long UNSEEN_NANOS = 2_000 * LockParameters.NANOS_PER_MILLI;

	private final NodeGroup quorum;

	private final WaitQueues queues;

	private final String key;

	private final ReleaseWatcher lookout;

	private final Set<Acquisition> waiting = new LinkedHashSet<>();

	/** Whether the first is making an attempt, or was told to. */
	private boolean trying;

	/** The lock, if one who waited here holds it. */
	private @Nullable Hold holder;

	private long burstEndNanos;

	private @Nullable Attempt latest;

	private long latestNanos;

	private boolean dissolved;

	WaitQueue(NodeGroup quorum, WaitQueues queues, String key) {
		this.quorum = quorum;
		this.queues = queues;
		this.key = key;
		this.lookout = new ReleaseWatcher(quorum, key, this::mayBeFree);
	}

	String key() {
		return this.key;
	}

	/**
	 * Let an acquisition wait.
	 * @param first whether it may also be the first
	 * @return whether it waits
	 */
	synchronized boolean join(Acquisition acquisition, boolean first) {
		if (this.dissolved || (!first && this.waiting.isEmpty() && !isHeldHere())) {
			return false;
		}
		this.waiting.add(acquisition);
		acquisition.joined(this);
		return true;
	}

	private boolean isHeldHere() {
		return this.holder != null && this.holder.leftNanos() > 0;
	}

	private @Nullable Acquisition first() {
		Iterator<Acquisition> iterator = this.waiting.iterator();
		return iterator.hasNext() ? iterator.next() : null;
	}

	synchronized boolean isFirst(Acquisition acquisition) {
		return first() == acquisition;
	}

	/**
	 * Return whether an acquisition whose retry delay is over is to make an attempt. It
	 * need not while a majority of the nodes is going to tell of the end of the hold;
	 * since what they tell may get lost, they are asked once in a while all the same.
	 * @param counted whether its attempts are counted, so that each has to be made
	 */
	boolean mayTry(Acquisition acquisition, boolean counted) {
		boolean heldHere;
		synchronized (this) {
			if (first() != acquisition || this.trying) {
				return false;
			}
			heldHere = isHeldHere();
			boolean waits = heldHere
					|| (this.lookout.seesMajority() && this.quorum.time().nanoTime() - this.latestNanos < UNSEEN_NANOS);
			if (counted || !waits) {
				this.trying = true;
				return true;
			}
		}
		if (heldHere) {
			// Another process may release it, who knows its value
			this.lookout.look();
		}
		return false;
	}

	/**
	 * Call the first to make an attempt.
	 * @param gate the node to ask first, or {@link ReleaseWatcher#ALL}
	 */
	private void mayBeFree(int gate) {
		Acquisition called;
		synchronized (this) {
			called = this.trying ? null : first();
			this.trying |= called != null;
		}
		if (called != null) {
			called.attempt(gate);
		}
	}

	/**
	 * Take note that an attempt was not granted. Who made it goes on waiting, or leaves.
	 */
	void refused(Acquisition acquisition, Attempt attempt, boolean taken) {
		boolean look;
		synchronized (this) {
			if (taken && !attempt.isKnock()) {
				this.latest = attempt;
				this.latestNanos = this.quorum.time().nanoTime();
			}
			look = first() == acquisition;
			this.trying &= !look;
		}
		if (look && taken) {
			this.lookout.look(attempt);
		}
		else if (look) {
			this.lookout.lookForNodes();
		}
	}

	/**
	 * Return the latest attempt that tells who holds the lock, or null if it is too old.
	 */
	synchronized @Nullable Attempt fresh() {
		return (this.latest != null && this.quorum.time().nanoTime() - this.latestNanos < FRESH_NANOS) ? this.latest
				: null;
	}

	/**
	 * Take note that a waiter has got the lock.
	 * @param passedOn whether from another of this process
	 */
	void granted(Acquisition acquisition, Hold hold, boolean passedOn) {
		Acquisition next;
		synchronized (this) {
			this.trying &= first() != acquisition;
			this.waiting.remove(acquisition);
			this.holder = hold;
			this.latest = null;
			if (!passedOn) {
				this.burstEndNanos = this.quorum.time().nanoTime() + BURST_MILLIS * LockParameters.NANOS_PER_MILLI;
			}
			next = first();
		}
		this.lookout.rest();
		if (next != null) {
			next.isFirst();
		}
	}

	/**
	 * End the waiters behind the head, which found a majority of the nodes unreachable:
	 * they do not ask the nodes themselves.
	 */
	void endUnreachable(Acquisition head, List<NodeResult> nodes, long sinceNanos) {
		List<Acquisition> others;
		synchronized (this) {
			others = new ArrayList<>(this.waiting);
		}
		for (Acquisition other : others) {
			if (other != head) {
				other.endUnreachable(this, nodes, sinceNanos);
			}
		}
	}

	/**
	 * Take note that a waiter has gone.
	 */
	void leave(Acquisition acquisition) {
		Acquisition next;
		boolean tries;
		synchronized (this) {
			boolean wasFirst = first() == acquisition;
			if (!this.waiting.remove(acquisition) || dissolveIfOver()) {
				return;
			}
			next = wasFirst ? first() : null;
			if (wasFirst) {
				// The former head does not report the end of its attempt any more
				this.trying = this.trying && next != null && !this.quorum.isClosed();
			}
			tries = next != null && this.trying;
		}
		if (tries) {
			// The cancelled attempt's result is unknown, so the new head tries
			// immediately
			Objects.requireNonNull(next).attempt(ReleaseWatcher.ALL);
		}
		else if (next != null) {
			next.isFirst();
		}
	}

	/**
	 * Take note that a lock is released by one of this process.
	 * @param mayPass whether it may be passed on
	 * @return the acquisition that the lock is passed on to, or null if it is to be
	 * released
	 */
	synchronized @Nullable Acquisition successor(Hold hold, boolean mayPass) {
		boolean waitedFor = this.holder == hold;
		if (!waitedFor && isHeldHere()) {
			// One that has expired unnoticed, after which another of this process came
			return null;
		}
		this.holder = null;
		Acquisition first = first();
		if (dissolveIfOver() || first == null || this.trying) {
			return null;
		}
		long now = this.quorum.time().nanoTime();
		if (mayPass && (!waitedFor || now - this.burstEndNanos < 0)) {
			if (!waitedFor) {
				this.burstEndNanos = now + BURST_MILLIS * LockParameters.NANOS_PER_MILLI;
			}
			this.trying = true;
			return first;
		}
		if (mayPass) {
			this.lookout.holdBack(YIELD_MILLIS * LockParameters.NANOS_PER_MILLI);
		}
		else {
			this.quorum.timers().schedule(0, () -> mayBeFree(ReleaseWatcher.ALL));
		}
		return null;
	}

	/**
	 * Take note that one of this process has lost the lock.
	 */
	void lost(Hold hold) {
		synchronized (this) {
			this.holder = (this.holder != hold) ? this.holder : null;
			if (dissolveIfOver()) {
				return;
			}
		}
		mayBeFree(ReleaseWatcher.ALL);
	}

	private boolean dissolveIfOver() {
		if (!this.waiting.isEmpty() || this.holder != null) {
			return false;
		}
		if (!this.dissolved) {
			this.dissolved = true;
			this.queues.remove(this);
			this.lookout.rest();
		}
		return true;
	}

	void changed(int index) {
		this.lookout.changed(index);
	}

	void lost(int index) {
		this.lookout.lost(index);
	}

}
