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
 * granted or the wait is over. Its receiver is told the end, once, unless the acquisition
 * is cancelled. Safe for use by many threads.
 */
public final class Acquisition {

	private final Quorum quorum;

	private final String key;

	private final Terms terms;

	private final Supplier<String> values;

	private final Receiver receiver;

	private final long beginNanos;

	private int attempts;

	private boolean over;

	private @Nullable Attempt attempt;

	private @Nullable Timeout pause;

	private String lastValue = "";

	Acquisition(Quorum quorum, String key, Terms terms, Supplier<String> values, Receiver receiver) {
		this.quorum = quorum;
		this.key = key;
		this.terms = terms;
		this.values = values;
		this.receiver = receiver;
		this.beginNanos = quorum.time().nanoTime();
	}

	void begin() {
		attempt();
	}

	/**
	 * End the acquisition because the quorum is closed.
	 */
	void close() {
		if (cancel()) {
			this.receiver.refused(new Refusal(Reason.CLOSED, this.attempts, elapsedNanos(), List.of()));
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
			this.over = true;
			running = this.attempt;
			if (this.pause != null) {
				this.pause.cancel();
			}
		}
		this.quorum.over(this);
		if (running != null) {
			running.undo();
		}
		return true;
	}

	private void attempt() {
		if (this.quorum.isClosed()) {
			close();
			return;
		}
		Attempt next;
		try {
			synchronized (this) {
				if (this.over) {
					return;
				}
				this.attempts++;
				this.pause = null;
				next = new Attempt(this.quorum, this.key, nextValue(), this.terms, this);
				this.attempt = next;
			}
			// A cancellation that comes now undoes what was not done yet, and the
			// attempt, being abandoned, is not sent
			next.begin(limitNanos());
		}
		catch (RuntimeException ex) {
			if (cancel()) {
				this.receiver.failed(ex);
			}
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
		long left = leftNanos();
		long limit = this.terms.limitNanos();
		// The wait bounds the last attempt as well, but gives the nodes a chance to
		// answer
		return (this.attempts > 1) ? Math.min(limit, Math.max(left, 50 * Terms.NANOS_PER_MILLI)) : limit;
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

	void ended(Attempt ended, Attempt.Outcome outcome) {
		if (outcome == Attempt.Outcome.GRANTED) {
			granted(ended);
			return;
		}
		ended.undo();
		Refusal refusal = null;
		RuntimeException failure = null;
		synchronized (this) {
			if (this.over || this.attempt != ended) {
				return;
			}
			this.attempt = null;
			long left = leftNanos();
			if (this.attempts >= this.terms.maxAttempts() || left <= 0 || this.quorum.isClosed()) {
				this.over = true;
				refusal = refusal(ended, outcome);
			}
			else {
				failure = pause(left);
			}
		}
		if (refusal != null || failure != null) {
			this.quorum.over(this);
		}
		if (failure != null) {
			this.receiver.failed(failure);
		}
		if (refusal != null) {
			this.receiver.refused(refusal);
		}
	}

	/**
	 * Sleep until the next attempt. The delay is a function of the user.
	 * @return what went wrong, which ends the acquisition, or null
	 */
	private @Nullable RuntimeException pause(long leftNanos) {
		try {
			long delay = Math.max(0, this.terms.delayNanos().applyAsLong(this.attempts));
			this.pause = this.quorum.timers().schedule(Math.min(delay, leftNanos), this::attempt);
			return null;
		}
		catch (RuntimeException | Error ex) {
			this.over = true;
			return new IllegalStateException("The retry delay of lock '" + this.key + "' failed", ex);
		}
	}

	private void granted(Attempt ended) {
		synchronized (this) {
			if (!this.over) {
				this.over = true;
				this.attempt = null;
			}
			else {
				ended = null;
			}
		}
		if (ended != null) {
			this.quorum.over(this);
			this.receiver.granted(new Hold(this.quorum, ended, this.terms));
		}
	}

	private Refusal refusal(Attempt ended, Attempt.Outcome outcome) {
		Reason reason = switch (outcome) {
			case TAKEN -> Reason.TAKEN;
			case LATE -> Reason.LATE;
			default -> Reason.UNAVAILABLE;
		};
		boolean closed = this.quorum.isClosed();
		return new Refusal(closed ? Reason.CLOSED : reason, this.attempts, elapsedNanos(),
				closed ? List.of() : ended.results());
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
