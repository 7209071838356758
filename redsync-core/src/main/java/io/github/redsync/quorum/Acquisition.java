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
import java.util.function.Supplier;

import io.github.redsync.quorum.Refusal.Reason;
import io.github.redsync.quorum.Timers.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The way to a lock: attempt after attempt, with pauses between them, until one is
 * granted or the wait is over. Whoever has to wait, waits in the {@link Line} of its
 * process. The receiver is told the end, once, unless the acquisition is cancelled. Safe
 * for use by many threads.
 */
public final class Acquisition {

	/** How often in a row a split vote may be followed by an attempt at once. */
	private static final int MOST_SPLITS = 3;

	private final Quorum quorum;

	private final String key;

	private final Terms terms;

	private final Supplier<String> values;

	private final Receiver receiver;

	private final long beginNanos;

	/** How many attempts count: being called by the line does not use up one. */
	private int tries;

	private int splits;

	private boolean over;

	/** Whether the wait is over with the attempt under way. */
	private boolean last;

	private @Nullable Attempt attempt;

	private @Nullable Timeout pause;

	private volatile @Nullable Line line;

	private String lastValue = "";

	Acquisition(Quorum quorum, String key, Terms terms, Supplier<String> values, Receiver receiver) {
		this.quorum = quorum;
		this.key = key;
		this.terms = terms;
		this.values = values;
		this.receiver = receiver;
		this.beginNanos = quorum.time().nanoTime();
	}

	String key() {
		return this.key;
	}

	void begin() {
		boolean mayWait = this.terms.maxAttempts() > 1 && this.terms.waitNanos() > 0;
		if (mayWait && this.quorum.lines().joinOthers(this)) {
			pause();
			return;
		}
		synchronized (this) {
			this.tries = 1;
			this.last = isLast();
		}
		attempt(Lookout.ALL);
	}

	/**
	 * Note that this acquisition waits in a line. Called under the lock of the line.
	 */
	void joined(Line joined) {
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
			this.receiver.refused(new Refusal(Reason.CLOSED, this.tries, elapsedNanos(), List.of()));
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
		this.quorum.over(this);
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
	}

	private void leave() {
		Line waitedIn = this.line;
		if (waitedIn != null) {
			waitedIn.leave(this);
		}
	}

	/**
	 * Make an attempt, unless one is under way.
	 * @param gate the node to ask first, or {@link Lookout#ALL}
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
				next.begin(gate, limitNanos());
			}
		}
		catch (RuntimeException ex) {
			fail(ex);
		}
	}

	/**
	 * Make an attempt in one step with the release of the lock by another of this
	 * process.
	 * @return the attempt, which is sent, and whose answers are to be collected; null if
	 * it can't be made
	 */
	@Nullable Attempt succeed(Succession succession) {
		try {
			Attempt next = next(succession);
			if (next != null) {
				next.send();
			}
			return next;
		}
		catch (RuntimeException ex) {
			fail(ex);
			return null;
		}
	}

	private synchronized @Nullable Attempt next(@Nullable Succession succession) {
		if (this.over || this.attempt != null) {
			return null;
		}
		Attempt next = new Attempt(this.quorum, this.key, nextValue(), this.terms, this, succession);
		this.attempt = next;
		return next;
	}

	private void fail(RuntimeException failure) {
		if (cancel()) {
			this.receiver.failed(failure);
		}
	}

	private String nextValue() {
		String value = this.values.get();
		if (value.equals(this.lastValue)) {
			throw new IllegalStateException("The value generator of lock '" + this.key
					+ "' gave the same value twice, which breaks mutual exclusion: it must give a new one each time");
		}
		this.lastValue = value;
		return value;
	}

	private long limitNanos() {
		long limit = this.terms.limitNanos();
		// The wait bounds the last attempt as well, but gives the nodes a chance to
		// answer
		return (this.line != null) ? Math.min(limit, Math.max(leftNanos(), 50 * Terms.NANOS_PER_MILLI)) : limit;
	}

	private long leftNanos() {
		if (this.terms.waitNanos() == Terms.UNBOUNDED) {
			return Terms.UNBOUNDED;
		}
		return this.terms.waitNanos() - elapsedNanos();
	}

	private long elapsedNanos() {
		return this.quorum.time().nanoTime() - this.beginNanos;
	}

	private boolean isLast() {
		return this.tries >= this.terms.maxAttempts() || leftNanos() <= 0 || this.quorum.isClosed();
	}

	void ended(Attempt ended, Attempt.Outcome outcome) {
		if (outcome == Attempt.Outcome.GRANTED) {
			granted(ended);
			return;
		}
		ended.undo();
		boolean again = outcome == Attempt.Outcome.TAKEN && !ended.isKnock() && ended.ballot().winsSplit();
		Refusal refusal = null;
		synchronized (this) {
			if (this.over || this.attempt != ended) {
				return;
			}
			this.attempt = null;
			this.splits = again ? this.splits + 1 : 0;
			// Who asked one node alone can't say why it has not got the lock
			again = (again && this.splits <= MOST_SPLITS) || (this.last && ended.isKnock());
			if (this.quorum.isClosed() || (this.last && !again)) {
				end();
				refusal = refusal(ended, reason(outcome));
			}
		}
		if (refusal != null) {
			refuse(refusal, ended, outcome);
		}
		else if (again) {
			attempt(Lookout.ALL);
		}
		else {
			goOn(ended, outcome);
		}
	}

	/**
	 * Wait for the next attempt.
	 */
	private void goOn(Attempt ended, Attempt.Outcome outcome) {
		Line waitsIn = this.line;
		if (waitsIn == null) {
			this.quorum.lines().join(this);
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
		Line waitedIn = this.line;
		if (waitedIn != null) {
			waitedIn.refused(this, ended, outcome == Attempt.Outcome.TAKEN);
			waitedIn.leave(this);
		}
		this.quorum.over(this);
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
					this.pause = this.quorum.timers().schedule(pauseNanos(), this::pauseOver);
				}
			}
		}
		catch (RuntimeException | Error ex) {
			fail(new IllegalStateException("The retry delay of lock '" + this.key + "' failed", ex));
		}
	}

	private long pauseNanos() {
		long left = Math.max(0, leftNanos());
		Line waitsIn = this.line;
		if (this.terms.maxAttempts() == Integer.MAX_VALUE && waitsIn != null && !waitsIn.isFirst(this)) {
			return left;
		}
		long delay = this.terms.delayNanos().applyAsLong(Math.max(1, this.tries));
		return Math.min(Math.max(0, delay), left);
	}

	/**
	 * Take note that this acquisition has become the first of its line.
	 */
	void isFirst() {
		synchronized (this) {
			if (this.pause != null) {
				this.pause.cancel();
				this.pause = null;
			}
		}
		pause();
	}

	private void pauseOver() {
		Line waitsIn = this.line;
		boolean lastTry;
		synchronized (this) {
			this.pause = null;
			if (this.over || this.attempt != null || waitsIn == null) {
				// The pause goes on after the attempt
				return;
			}
			this.tries++;
			lastTry = isLast();
			this.last |= lastTry;
		}
		if (waitsIn.mayTry(this)) {
			attempt(Lookout.ALL);
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
	private void lastTry(Line waitsIn) {
		Attempt known = waitsIn.fresh();
		if (known == null) {
			attempt(Lookout.ALL);
			return;
		}
		Refusal refusal;
		synchronized (this) {
			if (this.over || this.attempt != null) {
				return;
			}
			end();
			refusal = refusal(known, Reason.TAKEN);
		}
		waitsIn.leave(this);
		this.quorum.over(this);
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
		this.quorum.over(this);
		Hold hold = new Hold(this.quorum, ended, this.terms);
		Line waitedIn = this.line;
		if (waitedIn != null) {
			waitedIn.granted(this, hold, ended.isSuccession());
		}
		this.receiver.granted(hold);
	}

	private static Reason reason(Attempt.Outcome outcome) {
		return switch (outcome) {
			case TAKEN -> Reason.TAKEN;
			case LATE -> Reason.LATE;
			default -> Reason.UNAVAILABLE;
		};
	}

	private Refusal refusal(Attempt decisive, Reason reason) {
		boolean closed = this.quorum.isClosed();
		return new Refusal(closed ? Reason.CLOSED : reason, this.tries, elapsedNanos(),
				closed ? List.of() : decisive.results());
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
