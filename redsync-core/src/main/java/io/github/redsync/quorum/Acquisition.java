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
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.redsync.node.NodeResult;
import io.github.redsync.quorum.Refusal.Reason;
import io.github.redsync.quorum.Timers.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The way to a lock: attempt after attempt, with pauses between them, until one is
 * granted or the wait is over. Whoever has to wait, waits in the {@link WaitQueue} of its
 * process. The receiver is told the end, once, unless the acquisition is cancelled. Safe
 * for use by many threads.
 */
public final class Acquisition implements Successors.Successor {

	/** How often in a row a split vote may be followed by an attempt at once. */
	private static final int MOST_SPLITS = 3;

	private final NodeGroup quorum;

	private final WaitQueues queues;

	private final String key;

	private final LockParameters terms;

	private final UniqueValueSource values;

	private final Receiver receiver;

	private final Consumer<Acquisition> onEnd;

	private final RetryLimits patience;

	private int splits;

	private boolean over;

	/** Whether the wait is over with the attempt under way. */
	private boolean last;

	private @Nullable Attempt attempt;

	private @Nullable Timeout pause;

	/** Tells the current pause from one that was cancelled while its timer fired. */
	private int pauseNumber;

	private final RefusalReason refusalReason = new RefusalReason();

	private volatile @Nullable WaitQueue line;

	Acquisition(NodeGroup quorum, WaitQueues queues, String key, LockParameters terms, Supplier<String> values,
			Receiver receiver, Consumer<Acquisition> onEnd) {
		this.quorum = quorum;
		this.queues = queues;
		this.onEnd = onEnd;
		this.key = key;
		this.terms = terms;
		this.values = new UniqueValueSource(key, values);
		this.receiver = receiver;
		this.patience = new RetryLimits(terms, quorum);
	}

	String key() {
		return this.key;
	}

	void begin() {
		if (this.quorum.isClosed()) {
			close();
			return;
		}
		if (this.patience.mayWait() && this.queues.joinOthers(this)) {
			pause();
			return;
		}
		synchronized (this) {
			countTry();
		}
		attempt(ReleaseWatcher.ALL);
	}

	/**
	 * Note that this acquisition waits in a line. Called under the lock of the line.
	 */
	void joined(WaitQueue joined) {
		this.line = joined;
	}

	/**
	 * Return whether the lock was refused before, or others wait for it.
	 */
	boolean isWaiting() {
		return this.line != null;
	}

	/**
	 * End the acquisition because the quorum is closed.
	 */
	void close() {
		if (cancel()) {
			this.receiver.refused(refusal(Reason.CLOSED, List.of()));
		}
	}

	/**
	 * Give the acquisition up. What it left on the nodes is taken back.
	 * @return whether that was in time: the receiver is then not told anything; otherwise
	 * it was told before, or is being told
	 */
	public boolean cancel() {
		Attempt running;
		synchronized (this) {
			if (this.over) {
				return false;
			}
			end();
			running = this.attempt;
		}
		if (running != null) {
			running.undo();
		}
		leave();
		return true;
	}

	private void end() {
		this.over = true;
		if (this.pause != null) {
			this.pause.cancel();
		}
		this.onEnd.accept(this);
	}

	private void leave() {
		WaitQueue waitedIn = this.line;
		if (waitedIn != null) {
			waitedIn.leave(this);
		}
	}

	/**
	 * Make an attempt, unless one is under way.
	 * @param gate the node to ask first, or {@link ReleaseWatcher#ALL}
	 */
	void attempt(int gate) {
		if (this.quorum.isClosed()) {
			close();
			return;
		}
		try {
			Attempt next = next(null);
			if (next != null) {
				// A cancellation that comes now undoes what was not done yet, and the
				// attempt, being abandoned, is not sent
				next.begin(gate, this.patience.limitNanos(this.line == null));
			}
		}
		catch (RuntimeException | Error ex) {
			fail(ex);
		}
	}

	/**
	 * Make an attempt in one step with the release of the lock by another of this
	 * process.
	 * @return the attempt, which is sent, and whose answers are to be collected; null if
	 * it can't be made
	 */
	@Override
	public @Nullable Attempt attemptByHandOff(HandOff succession) {
		try {
			Attempt next = next(succession);
			if (next != null) {
				next.send();
			}
			return next;
		}
		catch (RuntimeException | Error ex) {
			fail(ex);
			return null;
		}
	}

	private synchronized @Nullable Attempt next(@Nullable HandOff succession) {
		if (this.over || this.attempt != null) {
			return null;
		}
		Attempt next = new Attempt(this.quorum, this.key, this.values.next(), this.terms, this, succession);
		this.attempt = next;
		this.patience.countAttempt();
		return next;
	}

	/**
	 * End the acquisition because user code has thrown, for example the value generator.
	 * An Error is wrapped: it may be thrown on the thread of another call.
	 */
	private void fail(Throwable failure) {
		if (cancel()) {
			this.receiver.failed((failure instanceof RuntimeException exception) ? exception
					: new IllegalStateException("The acquisition of lock '" + this.key + "' failed", failure));
		}
	}

	/**
	 * Count the attempt that is due. Call under the lock of this object.
	 */
	private void countTry() {
		this.patience.countTry();
		this.last |= this.patience.isOver() || this.quorum.isClosed();
	}

	void ended(Attempt ended, Attempt.Outcome outcome) {
		if (outcome == Attempt.Outcome.GRANTED) {
			granted(ended);
			return;
		}
		ended.undo();
		boolean again = outcome == Attempt.Outcome.TAKEN && !ended.isKnock() && ended.ballot().retriesSplitVote();
		Refusal refusal = null;
		synchronized (this) {
			if (this.over || this.attempt != ended) {
				return;
			}
			this.attempt = null;
			recordReachability(ended);
			this.splits = again ? this.splits + 1 : 0;
			// Who asked one node alone can't say why it has not got the lock
			again = (again && this.splits <= MOST_SPLITS) || (this.last && ended.isKnock());
			if (this.quorum.isClosed() || (this.last && !again)) {
				end();
				refusal = refusal(ended, outcome);
			}
			else {
				this.refusalReason.record(ended, outcome);
			}
		}
		if (refusal != null) {
			refuse(refusal, ended, outcome);
		}
		else if (again) {
			attempt(ReleaseWatcher.ALL);
		}
		else {
			goOn(ended, outcome);
		}
	}

	/**
	 * Wait for the next attempt.
	 */
	private void goOn(Attempt ended, Attempt.Outcome outcome) {
		WaitQueue waitsIn = this.line;
		if (waitsIn == null) {
			this.queues.join(this);
			waitsIn = this.line;
		}
		pause();
		if (waitsIn != null) {
			waitsIn.refused(this, ended, outcome == Attempt.Outcome.TAKEN);
		}
		if (isOver()) {
			// Cancelled before it was in the line
			leave();
		}
	}

	private void refuse(Refusal refusal, Attempt ended, Attempt.Outcome outcome) {
		WaitQueue waitedIn = this.line;
		if (waitedIn != null) {
			waitedIn.refused(this, ended, outcome == Attempt.Outcome.TAKEN);
			if (this.patience.isQuorumWaitOver()) {
				waitedIn.endUnreachable(this, refusal.nodes(), this.patience.unreachableSinceNanos());
			}
			waitedIn.leave(this);
		}
		this.receiver.refused(refusal);
	}

	private synchronized boolean isOver() {
		return this.over;
	}

	/**
	 * Sleep until the retry delay is over, or the whole wait. Nobody but the first of a
	 * line has anything to do meanwhile, if its attempts are not counted. The delay is a
	 * function of the user.
	 */
	private void pause() {
		try {
			synchronized (this) {
				if (!this.over && this.pause == null) {
					int number = ++this.pauseNumber;
					this.pause = this.quorum.timers().schedule(pauseNanos(), () -> pauseOver(number));
				}
			}
		}
		catch (RuntimeException | Error ex) {
			fail(new IllegalStateException("The retry delay of lock '" + this.key + "' failed", ex));
		}
	}

	private long pauseNanos() {
		WaitQueue waitsIn = this.line;
		boolean idle = !this.patience.isCounting() && waitsIn != null && !waitsIn.isFirst(this);
		return idle ? this.patience.restNanos() : this.patience.pauseNanos();
	}

	/**
	 * Take note that this acquisition has become the first of its line.
	 */
	void isFirst() {
		synchronized (this) {
			if (this.pause != null) {
				this.pause.cancel();
				this.pause = null;
				this.pauseNumber++;
			}
		}
		pause();
	}

	private void pauseOver(int number) {
		WaitQueue waitsIn = this.line;
		boolean lastTry;
		synchronized (this) {
			if (number != this.pauseNumber) {
				return;
			}
			this.pause = null;
			if (this.over || this.attempt != null || waitsIn == null) {
				// The pause goes on after the attempt
				return;
			}
			countTry();
			lastTry = this.last;
		}
		if (waitsIn.mayTry(this, lastTry || this.patience.isCounting())) {
			attempt(ReleaseWatcher.ALL);
		}
		else if (lastTry) {
			lastTry(waitsIn);
		}
		else {
			pause();
		}
	}

	/**
	 * End the wait of one whose turn has not come. Who holds the lock is known from the
	 * first of the line, or else asked for.
	 */
	private void lastTry(WaitQueue waitsIn) {
		Attempt known = waitsIn.fresh();
		if (known == null) {
			attempt(ReleaseWatcher.ALL);
			return;
		}
		Refusal refusal;
		synchronized (this) {
			if (this.over || this.attempt != null) {
				return;
			}
			end();
			refusal = refusal(Reason.TAKEN, known.results());
		}
		waitsIn.leave(this);
		this.receiver.refused(refusal);
	}

	private void granted(Attempt ended) {
		synchronized (this) {
			if (this.over) {
				return;
			}
			end();
			this.attempt = null;
		}
		Hold hold = new Hold(this.quorum, this.queues, this.terms, ended.grant());
		WaitQueue waitedIn = this.line;
		if (waitedIn != null) {
			waitedIn.granted(this, hold, ended.isSuccession());
		}
		this.receiver.granted(hold);
	}

	/**
	 * Record whether a majority of the nodes replied. A probe of one node does not show
	 * it. Called under the lock of this object.
	 */
	private void recordReachability(Attempt ended) {
		if (ended.isKnock()) {
			return;
		}
		if (ended.ballot().isMajorityUnreachable()) {
			this.patience.recordUnreachable(ended.start().nanos());
			this.last |= this.patience.isQuorumWaitOver();
		}
		else {
			this.patience.recordReachable();
		}
	}

	/**
	 * End the wait, unless it has just begun, because the head of the wait queue found a
	 * majority of the nodes unreachable for as long as is allowed.
	 * @param nodes the replies to the head
	 * @param sinceNanos since when the nodes are unreachable
	 */
	void endUnreachable(WaitQueue waitsIn, List<NodeResult> nodes, long sinceNanos) {
		Refusal refusal;
		synchronized (this) {
			if (this.over || this.attempt != null) {
				return;
			}
			this.patience.recordUnreachable(sinceNanos);
			if (!this.patience.isQuorumWaitOver()) {
				return;
			}
			end();
			refusal = refusal(Reason.UNAVAILABLE, nodes);
		}
		waitsIn.leave(this);
		this.receiver.refused(refusal);
	}

	private Refusal refusal(Reason reason, List<NodeResult> nodes) {
		return this.quorum.isClosed() ? RefusalReason.of(Reason.CLOSED, List.of(), this.patience)
				: RefusalReason.of(reason, nodes, this.patience);
	}

	private Refusal refusal(Attempt ended, Attempt.Outcome outcome) {
		return this.quorum.isClosed() ? RefusalReason.of(Reason.CLOSED, List.of(), this.patience)
				: this.refusalReason.after(ended, outcome, this.patience.isQuorumWaitOver(), this.patience);
	}

	/**
	 * Is told how an acquisition ended. Called on any thread, must not block.
	 */
	public interface Receiver {

		/**
		 * The lock was granted.
		 * @param hold the lock
		 */
		void granted(Hold hold);

		/**
		 * The lock was not granted.
		 * @param refusal why
		 */
		void refused(Refusal refusal);

		/**
		 * The acquisition broke off because something threw, such as a generator of
		 * values.
		 * @param failure what was thrown
		 */
		void failed(RuntimeException failure);

	}

}
