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

package io.github.redsync.internal.acquire;

import java.util.List;

import io.github.redsync.internal.acquire.Refusal.Reason;
import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.internal.wait.RefusedAttempt;
import io.github.redsync.internal.wait.WaitQueue;
import io.github.redsync.node.NodeResult;
import io.github.redsync.time.Timers.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The waiting part of an {@link Acquisition}: the wait queue, the retry delays, and the
 * decision whether another attempt follows. It shares the monitor with the subclass,
 * which makes the attempts and reports the outcome. Thread-safe.
 */
abstract class RetryLoop implements WaitQueue.Member {

	final NodeGroup group;

	final LockParameters parameters;

	private final RetryLimits limits;

	private final RefusalReason refusalReason;

	private State state = State.WAITING;

	/** The timer of the retry delay. It may be pending during an attempt as well. */
	private @Nullable Timeout timer;

	/** Identifies the current timer: a cancelled one may have fired already. */
	private int timerNumber;

	private volatile @Nullable WaitQueue queue;

	RetryLoop(NodeGroup group, LockParameters parameters) {
		this.group = group;
		this.parameters = parameters;
		this.limits = new RetryLimits(parameters, group);
		this.refusalReason = new RefusalReason(group, this.limits);
	}

	private enum State {

		/** No attempt is under way. */
		WAITING,

		/** An attempt is under way. */
		ATTEMPTING,

		/** The acquisition was granted, refused or cancelled, or has failed. */
		DONE

	}

	/** The continuation after an attempt that was not granted. */
	enum Next {

		/** Another attempt, immediately. */
		RETRY,

		/** Another attempt, after the retry delay or a wake-up. */
		WAIT,

		/** The end of the acquisition. */
		END

	}

	/** End the acquisition because user code has thrown. */
	abstract void fail(Throwable failure);

	/**
	 * Called once, under the monitor of this object, when the acquisition has ended.
	 */
	abstract void onEnd();

	/**
	 * Report that the acquisition has ended without the lock.
	 */
	abstract void report(Refusal refusal);

	final RetryLimits limits() {
		return this.limits;
	}

	final RefusalReason refusalReason() {
		return this.refusalReason;
	}

	final @Nullable WaitQueue queue() {
		return this.queue;
	}

	@Override
	public final void onEnqueued(WaitQueue joined) {
		this.queue = joined;
	}

	final synchronized boolean isWaiting() {
		return this.state == State.WAITING;
	}

	/**
	 * Record that an attempt is made.
	 * @return false if one is under way, or if the acquisition has ended
	 */
	final synchronized boolean startAttempt() {
		if (this.state != State.WAITING) {
			return false;
		}
		this.state = State.ATTEMPTING;
		this.limits.recordSentAttempt();
		return true;
	}

	/**
	 * End the loop, whatever its state.
	 * @return false if it had ended before
	 */
	final synchronized boolean end() {
		if (this.state == State.DONE) {
			return false;
		}
		this.state = State.DONE;
		cancelTimer();
		onEnd();
		return true;
	}

	/**
	 * Decide what follows an attempt that was not granted.
	 * @param splitVote whether the attempt is to be repeated because of a split vote
	 */
	final synchronized Next attemptRefused(Attempt ended, Attempt.Outcome outcome, boolean splitVote) {
		this.state = State.WAITING;
		recordReachability(ended);
		// A refused probe shows nothing about the other nodes
		boolean retry = this.limits.allowsSplitRetry(splitVote)
				|| (this.limits.isExhausted() && ended.wasRefusedByProbe());
		if (this.group.isClosed() || (this.limits.isExhausted() && !retry)) {
			end();
			return Next.END;
		}
		this.refusalReason.record(ended, outcome);
		return retry ? Next.RETRY : Next.WAIT;
	}

	private void recordReachability(Attempt ended) {
		if (!ended.wasRefusedByProbe() && ended.isMajorityUnreachable()) {
			this.limits.recordUnreachable(ended.startNanos());
		}
		else if (!ended.wasRefusedByProbe()) {
			this.limits.recordReachable();
		}
	}

	final synchronized boolean isDone() {
		return this.state == State.DONE;
	}

	final void leaveQueue() {
		WaitQueue left = this.queue;
		if (left != null) {
			left.leave(this);
		}
	}

	/**
	 * Schedule the next attempt after the retry delay. Waiters behind the head that have
	 * no attempt limit are scheduled for the end of their wait instead. The delay is user
	 * code and may throw.
	 */
	final void scheduleRetry() {
		try {
			synchronized (this) {
				if (this.state != State.DONE && this.timer == null) {
					int number = ++this.timerNumber;
					this.timer = this.group.timers().schedule(delayNanos(), () -> onRetryDue(number));
				}
			}
		}
		catch (RuntimeException | Error ex) {
			fail(new IllegalStateException("The retry delay of lock '" + key() + "' failed", ex));
		}
	}

	private long delayNanos() {
		WaitQueue joined = this.queue;
		boolean idle = !this.limits.limitsAttempts() && joined != null && !joined.isHead(this);
		return idle ? this.limits.remainingNanos() : this.limits.nextDelayNanos();
	}

	private void cancelTimer() {
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
			this.timerNumber++;
		}
	}

	@Override
	public final void onBecameHead() {
		synchronized (this) {
			cancelTimer();
		}
		scheduleRetry();
	}

	private void onRetryDue(int number) {
		WaitQueue joined = this.queue;
		boolean last;
		synchronized (this) {
			if (number != this.timerNumber) {
				return;
			}
			this.timer = null;
			if (this.state != State.WAITING || joined == null) {
				// The retry is scheduled again after the attempt
				return;
			}
			this.limits.recordDueAttempt();
			last = this.limits.isExhausted();
		}
		if (joined.shouldAttempt(this, last || this.limits.limitsAttempts())) {
			attempt();
		}
		else if (last) {
			endWithoutAttempt(joined);
		}
		else {
			scheduleRetry();
		}
	}

	/**
	 * End the wait of a waiter that has not become the head. The holder of the lock is
	 * known from a recent attempt of the head; otherwise the nodes are asked.
	 */
	private void endWithoutAttempt(WaitQueue joined) {
		RefusedAttempt recent = joined.recentRefusal();
		if (recent == null) {
			attempt();
			return;
		}
		Refusal refusal;
		synchronized (this) {
			if (this.state != State.WAITING) {
				return;
			}
			end();
			refusal = this.refusalReason.of(Reason.TAKEN, recent.results());
		}
		leaveQueue();
		report(refusal);
	}

	/**
	 * End the wait if it has lasted for as long as the nodes may be unreachable.
	 */
	@Override
	public final void onUnreachable(List<NodeResult> nodes, long sinceNanos) {
		Refusal refusal;
		synchronized (this) {
			if (this.state != State.WAITING) {
				return;
			}
			this.limits.recordUnreachableSince(sinceNanos);
			if (!this.limits.isQuorumWaitOver()) {
				return;
			}
			end();
			refusal = this.refusalReason.of(Reason.UNAVAILABLE, nodes);
		}
		leaveQueue();
		report(refusal);
	}

}
