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

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.redsync.node.NodeReply;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is held. It ends once: by its release, or by its loss, which is noticed
 * when its validity is over or when the nodes prove it. Safe for use by many threads.
 */
public final class Hold {

	private final Quorum quorum;

	private final Terms terms;

	private final Keys keys;

	private final long token;

	private final TokenBasis tokenBasis;

	private final long sinceNanos;

	private final @Nullable AcquireBallot ballot;

	private @Nullable Watch watch;

	private @Nullable HoldEvents events;

	private @Nullable Extension extension;

	private volatile @Nullable Validity validity;

	private volatile State state;

	private volatile boolean lapsed;

	/**
	 * Whether another may know the value, and hold the lock by it for longer than is
	 * known here: then its keys are left to their time to live when this hold is over.
	 */
	private volatile boolean valueTold;

	Hold(Quorum quorum, Attempt attempt, Terms terms) {
		this.quorum = quorum;
		this.terms = terms;
		this.keys = new Keys(quorum, attempt.request().key(), attempt.request().value(), attempt.ballot());
		this.token = attempt.token();
		this.tokenBasis = attempt.tokenBasis();
		this.sinceNanos = attempt.start().nanos();
		this.ballot = attempt.ballot();
		this.validity = attempt.validity();
		this.state = State.HELD;
	}

	Hold(Quorum quorum, String key, String value, Terms terms) {
		this.quorum = quorum;
		this.terms = terms;
		this.keys = new Keys(quorum, key, value, null);
		this.token = NodeReply.NO_FENCE;
		this.tokenBasis = TokenBasis.COUNTERS;
		this.sinceNanos = quorum.time().nanoTime();
		this.ballot = null;
		this.state = State.ATTACHED;
		this.valueTold = true;
	}

	private enum State {

		/** Acquired elsewhere, and not extended here yet. */
		ATTACHED,

		HELD, RELEASED, LOST

	}

	/**
	 * Begin to watch over the lock: to extend it where that is agreed, and to notice its
	 * loss. To be called once, by who receives it.
	 * @param events is told what becomes of the lock
	 */
	public void watch(HoldEvents events) {
		synchronized (this) {
			this.events = events;
			this.watch = new Watch(this.quorum, this, this.terms, this.ballot);
		}
		this.watch.tick();
	}

	/**
	 * Extend the lock. If an extension is under way, it is joined.
	 * @return a future of what came of it, completed on any thread
	 */
	public CompletableFuture<HoldResult> extend() {
		return extend(this.terms.expiryMillis());
	}

	/**
	 * Extend the lock for another time than that of its terms. If an extension for at
	 * least as long is under way, it is joined; a shorter one is waited for.
	 * @param expiryMillis the time to live that the keys get, in milliseconds
	 * @return a future of what came of it, completed on any thread
	 */
	public CompletableFuture<HoldResult> extend(long expiryMillis) {
		Extension begun;
		synchronized (this) {
			if (this.extension != null) {
				return (this.extension.expiryMillis() >= expiryMillis) ? this.extension.result().copy()
						: this.extension.result().thenCompose((result) -> extend(expiryMillis));
			}
			if (!mayExtend()) {
				return CompletableFuture.completedFuture(notExtended());
			}
			this.quorum.guard().use(this.terms, expiryMillis);
			begun = new Extension(this.quorum, this, this.terms, expiryMillis);
			this.extension = begun;
		}
		begun.round();
		return begun.result().copy();
	}

	/**
	 * Return why no extension may be sent. Call under the lock of this object.
	 */
	HoldResult notExtended() {
		if (this.state == State.RELEASED) {
			return HoldResult.RELEASED;
		}
		boolean expired = this.state == State.LOST || (this.state == State.HELD && leftNanos() <= 0);
		return (this.quorum.isClosed() && !expired) ? HoldResult.CLOSED : HoldResult.EXPIRED;
	}

	/**
	 * Return whether an extension may be sent: while the lock is valid, and after that
	 * only with leave to take it anew. Call under the lock of this object.
	 */
	boolean mayExtend() {
		if (this.quorum.isClosed()) {
			return false;
		}
		return switch (this.state) {
			case ATTACHED -> true;
			case HELD -> leftNanos() > 0 || this.terms.setNxOnExtend();
			case LOST -> this.terms.setNxOnExtend();
			case RELEASED -> false;
		};
	}

	synchronized boolean isExtendedBy(Extension extending) {
		return this.extension == extending;
	}

	/**
	 * Trust the lock for no longer than this: the keys are about to get a shorter time to
	 * live, and it may never be known whether they did. Call under the lock of this
	 * object.
	 * @return whether it was trusted for longer
	 */
	boolean limit(Validity shortest) {
		Validity current = this.validity;
		if (current == null) {
			return false;
		}
		Validity limited = current.atMost(shortest);
		this.validity = limited;
		return !limited.equals(current);
	}

	/**
	 * Take over what a round of an extension has shown.
	 * @return whether the lock is extended
	 */
	boolean concluded(Extension by, ExtendBallot extended, boolean won) {
		boolean renewed = false;
		boolean proven = extended.provesContinuity();
		synchronized (this) {
			// Otherwise an earlier round was won meanwhile, and another extension may
			// have
			// given the keys a shorter time to live
			if (this.extension == by) {
				renewed = renew(extended, won, proven);
			}
		}
		if (this.events != null && this.state != State.RELEASED) {
			this.events.extended(renewed);
		}
		if (!renewed && extended.provesLoss()) {
			lose(new Loss(Loss.Kind.GONE, extended.results()));
		}
		return renewed;
	}

	/**
	 * Take over what a round has shown. Call under the lock of this object.
	 */
	private boolean renew(ExtendBallot extended, boolean won, boolean proven) {
		Validity renewal = extended.validity(this.terms);
		long left = renewal.leftNanos(this.quorum.time());
		// What was lost while the ballot was under way stays lost, unless it may be taken
		// anew
		boolean open = this.state == State.HELD || this.state == State.ATTACHED
				|| (this.state == State.LOST && this.terms.setNxOnExtend());
		boolean renewed = won && open && left > 0;
		if (open) {
			extended.conclude(renewed, left / Terms.NANOS_PER_MILLI);
		}
		if (renewed) {
			this.lapsed |= !proven;
			this.validity = renewal;
			this.extension = null;
			if (this.state == State.LOST && this.watch != null) {
				this.watch.resume();
			}
			this.state = State.HELD;
		}
		else if (this.state == State.LOST && !this.valueTold) {
			this.keys.releaseAll();
		}
		return renewed;
	}

	/**
	 * Take over that a round was won after its limit. Draws no conclusion for single
	 * keys: a later round may know more of them.
	 * @return whether the lock is extended by it
	 */
	boolean renewedLate(Extension by, ExtendBallot extended) {
		synchronized (this) {
			Validity renewal = extended.validity(this.terms);
			if (this.extension != by || this.state != State.HELD || renewal.leftNanos(this.quorum.time()) <= 0) {
				return false;
			}
			this.validity = renewal;
			this.extension = null;
		}
		if (this.events != null) {
			this.events.extended(true);
		}
		return true;
	}

	void ended(Extension ended) {
		synchronized (this) {
			if (this.extension == ended) {
				this.extension = null;
			}
		}
		lookAgain();
	}

	/**
	 * Have the watch arrange its timer anew.
	 */
	void lookAgain() {
		Watch watching;
		synchronized (this) {
			watching = this.watch;
		}
		if (watching != null) {
			watching.tick();
		}
	}

	/**
	 * Set the missing keys on nodes that did not grant the lock, so that it survives the
	 * loss of others.
	 */
	void complete(AcquireBallot granted) {
		for (int i = 0; i < this.quorum.size(); i++) {
			if (granted.isRefused(i)) {
				setAgain(i);
				if (isHeld()) {
					granted.raiseRestored(i, this.token);
				}
			}
		}
	}

	/**
	 * Restore a missing key, for no longer than the lock is valid. An extension under way
	 * may have set the key already, and its time to live must not be shortened.
	 */
	synchronized void setAgain(int index) {
		long leftMillis = leftNanos() / Terms.NANOS_PER_MILLI;
		if (this.state == State.HELD && leftMillis > 0 && !this.quorum.isClosed()) {
			long extendedMillis = (this.extension != null) ? this.extension.expiryMillis() : 0;
			this.keys.setAgain(index, Math.max(leftMillis, extendedMillis));
		}
	}

	void lose(Loss loss) {
		synchronized (this) {
			if (this.state != State.HELD) {
				return;
			}
			this.state = State.LOST;
			end();
			// An extension under way may take the lock anew; a release that follows it
			// would delete its keys again
			boolean takenAnew = this.terms.setNxOnExtend() && this.extension != null && loss.kind() != Loss.Kind.GONE;
			if (!takenAnew && (!this.valueTold || loss.kind() == Loss.Kind.GONE)) {
				this.keys.releaseAll();
			}
		}
		if (this.events != null) {
			this.events.lost(loss);
		}
		Line line = this.quorum.lines().find(this.keys.key());
		if (line != null) {
			line.lost(this);
		}
	}

	/**
	 * Release the lock, but for what is left of the least time of the hold; or pass it on
	 * to the first of those who wait for it in this process.
	 * @return a future of what came of it, completed on any thread
	 */
	public CompletableFuture<HoldResult> release() {
		return release(0);
	}

	/**
	 * Release the lock, but leave its keys for a while.
	 * @param keepNanos for how long they stay from now, in nanoseconds; longer if the
	 * least time of the hold asks for it
	 * @return a future of what came of it, completed on any thread
	 */
	public CompletableFuture<HoldResult> release(long keepNanos) {
		return endAfter(Math.max(keepNanos, this.terms.minHoldNanos() - heldNanos()));
	}

	/**
	 * Release at once a lock that nobody has worked under: the least time of the hold is
	 * for what was done.
	 * @return a future of what came of it, completed on any thread
	 */
	public CompletableFuture<HoldResult> discard() {
		return endAfter(0);
	}

	private CompletableFuture<HoldResult> endAfter(long keepNanos) {
		Departure departure;
		synchronized (this) {
			if (this.state == State.LOST && this.terms.setNxOnExtend()) {
				// No extension is to take it anew any more
				this.state = State.RELEASED;
				this.keys.releaseAll();
				return CompletableFuture.completedFuture(HoldResult.EXPIRED);
			}
			if (this.state == State.RELEASED) {
				return CompletableFuture.completedFuture(HoldResult.RELEASED);
			}
			if (this.state == State.LOST) {
				return CompletableFuture.completedFuture(HoldResult.EXPIRED);
			}
			this.state = State.RELEASED;
			end();
			long keepMillis = keepNanos / Terms.NANOS_PER_MILLI;
			this.quorum.guard().use(this.terms, keepMillis);
			departure = new Departure(this.quorum, this, keepMillis);
		}
		departure.passOn();
		if (this.events != null) {
			this.events.released();
		}
		return departure.collect(this.quorum.limitNanos(this.terms));
	}

	private void end() {
		this.keys.end();
		if (this.watch != null) {
			this.watch.stop();
		}
	}

	/**
	 * Ask the nodes whether the lock is held.
	 * @return a future of whether a majority has the key, completed on any thread
	 */
	public CompletableFuture<Boolean> verify() {
		VerifyBallot verification = new VerifyBallot(this.quorum, this.keys);
		verification.open(this.quorum.limitNanos(this.terms));
		return verification.result();
	}

	/**
	 * Return whether the lock is held at this moment. A lock whose validity is found to
	 * be over is lost by that.
	 * @return whether it is held
	 */
	public boolean isHeld() {
		if (this.state != State.HELD) {
			return false;
		}
		if (leftNanos() > 0) {
			return true;
		}
		boolean longest = this.terms.autoExtend() && heldNanos() >= this.terms.longestNanos();
		lose(new Loss(longest ? Loss.Kind.HELD_LONGEST : Loss.Kind.EXPIRED, List.of()));
		return false;
	}

	/**
	 * Return whether the lock was released.
	 * @return whether it was
	 */
	public boolean isReleased() {
		return this.state == State.RELEASED;
	}

	/**
	 * Return whether the lock was lost.
	 * @return whether it was
	 */
	public boolean isLost() {
		return this.state == State.LOST;
	}

	/**
	 * Return how long the lock is still trusted.
	 * @return the time in nanoseconds; zero or less if it is not any more
	 */
	public long leftNanos() {
		Validity current = this.validity;
		return (current != null) ? current.leftNanos(this.quorum.time()) : 0;
	}

	/**
	 * Return how long the lock has been held since the start of its acquisition.
	 * @return the time in nanoseconds
	 */
	public long heldNanos() {
		return this.quorum.time().nanoTime() - this.sinceNanos;
	}

	/**
	 * Return the end of the validity on the wall clock.
	 * @return the end, or the epoch if there is none
	 */
	public Instant until() {
		Validity current = this.validity;
		return (current != null) ? current.until() : Instant.EPOCH;
	}

	/**
	 * Return whether the lock was ever known to be held here. One that is attached to is
	 * not, until it is extended.
	 * @return whether there is, or was, a validity
	 */
	public boolean isValidityKnown() {
		return this.validity != null;
	}

	/**
	 * Return the value of the keys.
	 * @return the value
	 */
	public String value() {
		return this.keys.value();
	}

	/**
	 * Return the value of the keys for somebody who may pass it on.
	 * @return the value
	 */
	public String tellValue() {
		this.valueTold = true;
		return value();
	}

	/**
	 * Return the fencing token.
	 * @return the token, or -1 if the lock is not fenced
	 */
	public long token() {
		return this.token;
	}

	/**
	 * Return what the fencing token was computed from.
	 * @return the basis; without meaning if the lock is not fenced
	 */
	public TokenBasis tokenBasis() {
		return this.tokenBasis;
	}

	/**
	 * Return whether the lock had lapsed and was taken anew by an extension.
	 * @return whether it had
	 */
	public boolean lapsed() {
		return this.lapsed;
	}

	Keys keys() {
		return this.keys;
	}

}
