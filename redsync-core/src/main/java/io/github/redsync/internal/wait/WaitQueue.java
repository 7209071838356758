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

package io.github.redsync.internal.wait;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;

import io.github.redsync.internal.hold.Successors.Holder;
import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.node.NodeResult;
import org.jspecify.annotations.Nullable;

/**
 * The FIFO queue of acquisitions in this process that wait for one lock, each with its
 * own deadline. Only the head contacts the nodes: when the lock may have become free, and
 * after each retry delay.
 * <p>
 * While this process holds the lock, its waiters make no attempts: the release hands the
 * lock off to the head in the same request. To be fair to other processes, hand-offs
 * continue for at most {@value LocalHolder#MAX_HAND_OFF_BURST_MILLIS} ms. The lock is
 * then released, and the queue waits {@value #YIELD_MILLIS} ms, which is enough for the
 * head of another process's queue to acquire it.
 * <p>
 * A queue exists while it has waiters, or while a former waiter holds the lock.
 * Thread-safe.
 */
public final class WaitQueue implements ReleaseWatcher.Listener {

	private static final long YIELD_MILLIS = 4;

	private final NodeGroup group;

	private final String key;

	private final Consumer<WaitQueue> onRetired;

	private final ReleaseWatcher watcher;

	private final LinkedHashSet<Member> members = new LinkedHashSet<>();

	private final LocalHolder holder = new LocalHolder();

	private final RecentRefusal refusal = new RecentRefusal();

	private State state = State.IDLE;

	WaitQueue(NodeGroup group, String key, Consumer<WaitQueue> onRetired) {
		this.group = group;
		this.key = key;
		this.onRetired = onRetired;
		this.watcher = new ReleaseWatcher(group, key, this);
	}

	private enum State {

		/** The head, if there is one, makes no attempt. */
		IDLE,

		/** The head makes an attempt, or was called to make one. */
		ATTEMPTING,

		/** The queue has ended and was removed. It accepts no waiters. */
		RETIRED

	}

	String key() {
		return this.key;
	}

	ReleaseWatcher watcher() {
		return this.watcher;
	}

	/**
	 * Enqueue a waiter, unless it would be the head and may not.
	 * @return whether it was enqueued
	 */
	synchronized boolean enqueue(Member member, boolean mayBeHead) {
		if (this.state == State.RETIRED || (!mayBeHead && this.members.isEmpty() && !this.holder.isHolding())) {
			return false;
		}
		this.members.add(member);
		member.onEnqueued(this);
		return true;
	}

	private @Nullable Member head() {
		return this.members.isEmpty() ? null : this.members.iterator().next();
	}

	public synchronized boolean isHead(Waiter waiter) {
		return head() == waiter;
	}

	/**
	 * Return whether a waiter makes an attempt now that its retry delay is over. Only the
	 * head does. It need not while this process holds the lock, or while a majority of
	 * the nodes will report the end of the hold.
	 * @param limited whether the attempts of the waiter are limited: none is skipped
	 */
	public boolean shouldAttempt(Waiter waiter, boolean limited) {
		boolean held;
		synchronized (this) {
			if (head() != waiter || this.state == State.ATTEMPTING) {
				return false;
			}
			held = this.holder.isHolding();
			boolean notified = this.watcher.isMajorityWatched() && !this.refusal.isPollDue(now());
			if (limited || !(held || notified)) {
				this.state = State.ATTEMPTING;
				return true;
			}
		}
		if (held) {
			// Another process that was given the value may release the lock
			this.watcher.watch();
		}
		return false;
	}

	private long now() {
		return this.group.time().nanoTime();
	}

	@Override
	public void wakeHead(Consumer<Waiter> attempt) {
		Waiter head;
		synchronized (this) {
			head = head();
			if (head == null || this.state == State.ATTEMPTING) {
				return;
			}
			this.state = State.ATTEMPTING;
		}
		attempt.accept(head);
	}

	/**
	 * Called when an attempt of a waiter has failed, before the waiter leaves.
	 * @param taken whether another client holds the lock; otherwise too few nodes replied
	 */
	public void onRefused(Waiter waiter, RefusedAttempt attempt, boolean taken) {
		synchronized (this) {
			if (taken && !attempt.wasRefusedByProbe()) {
				this.refusal.record(attempt, now());
			}
			if (head() != waiter) {
				return;
			}
			this.state = State.IDLE;
		}
		if (taken) {
			this.watcher.watchAfterRefusal(attempt);
		}
		else {
			this.watcher.awaitNodes();
		}
	}

	/**
	 * Return a recent attempt that shows the holder of the lock, or null if there is
	 * none.
	 */
	public synchronized @Nullable RefusedAttempt recentRefusal() {
		return this.refusal.get(now());
	}

	/**
	 * Called when a waiter has acquired the lock.
	 * @param byHandOff whether a local holder has handed it off
	 */
	public void onGranted(Waiter waiter, Holder granted, boolean byHandOff) {
		Waiter newHead;
		synchronized (this) {
			if (head() == waiter) {
				this.state = State.IDLE;
			}
			this.members.remove(waiter);
			this.holder.granted(granted, byHandOff, now());
			this.refusal.clear();
			newHead = head();
		}
		this.watcher.stop();
		if (newHead != null) {
			newHead.onBecameHead();
		}
	}

	/**
	 * Notify the waiters behind the head that it found a majority of nodes unreachable.
	 */
	public void notifyUnreachable(Waiter head, List<NodeResult> nodes, long sinceNanos) {
		List<Member> notified;
		synchronized (this) {
			notified = new ArrayList<>(this.members);
			notified.remove(head);
		}
		notified.forEach((other) -> other.onUnreachable(nodes, sinceNanos));
	}

	/** Remove a waiter that has not acquired the lock. */
	public void leave(Waiter waiter) {
		Waiter newHead;
		boolean attempts;
		synchronized (this) {
			boolean wasHead = head() == waiter;
			if (!this.members.remove(waiter) || retireIfEmpty() || !wasHead) {
				return;
			}
			newHead = head();
			// The result of a cancelled attempt is unknown, so the new head makes one
			attempts = this.state == State.ATTEMPTING && !this.group.isClosed();
			this.state = (newHead != null && attempts) ? State.ATTEMPTING : State.IDLE;
		}
		if (newHead != null && attempts) {
			newHead.attempt();
		}
		else if (newHead != null) {
			newHead.onBecameHead();
		}
	}

	/**
	 * Called when a local holder releases the lock.
	 * @param mayHandOff whether the lock may be handed off
	 * @return the head, if the lock is handed off to it; null if the lock is released
	 */
	synchronized @Nullable Waiter releaseOrHandOff(Holder releasing, boolean mayHandOff) {
		if (this.holder.isHoldingInsteadOf(releasing)) {
			// The hold has expired unnoticed, and another one has followed it
			return null;
		}
		boolean burst = this.holder.released(releasing, now());
		Waiter head = head();
		if (retireIfEmpty() || head == null || this.state == State.ATTEMPTING) {
			return null;
		}
		if (mayHandOff && burst) {
			this.state = State.ATTEMPTING;
			return head;
		}
		if (mayHandOff) {
			this.watcher.wakeAfter(YIELD_MILLIS * LockParameters.NANOS_PER_MILLI);
		}
		else {
			this.group.timers().schedule(0, () -> wakeHead(Waiter::attempt));
		}
		return null;
	}

	/** Called when a local holder has lost the lock. */
	void onLost(Holder lost) {
		synchronized (this) {
			this.holder.lost(lost);
			retireIfEmpty();
		}
		wakeHead(Waiter::attempt);
	}

	private boolean retireIfEmpty() {
		if (!this.members.isEmpty() || this.holder.isPresent()) {
			return false;
		}
		if (this.state != State.RETIRED) {
			this.state = State.RETIRED;
			this.onRetired.accept(this);
			this.watcher.stop();
		}
		return true;
	}

	/**
	 * A waiter that is given its queue, under the monitor of the queue.
	 */
	public interface Member extends Waiter {

		void onEnqueued(WaitQueue queue);

	}

}
