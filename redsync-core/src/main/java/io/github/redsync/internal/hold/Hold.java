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

package io.github.redsync.internal.hold;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.internal.vote.NodeKeys;
import io.github.redsync.internal.vote.TokenBasis;
import io.github.redsync.internal.vote.Validity;
import io.github.redsync.internal.vote.VerifyBallot;
import io.github.redsync.node.NodeResult;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is held. It ends once: by its release, or by its loss, which is detected
 * when its validity ends or when the nodes prove it. Thread-safe.
 */
public final class Hold implements Successors.Holder, LeaseWatchdog.Owner {

	private final NodeGroup group;

	private final Successors successors;

	private final LockParameters parameters;

	private final HoldGrant grant;

	private final NodeKeys keys;

	private final HoldState state;

	private @Nullable HoldListener listener;

	public Hold(NodeGroup group, Successors successors, LockParameters parameters, HoldGrant grant) {
		this.group = group;
		this.successors = successors;
		this.parameters = parameters;
		this.grant = grant;
		this.keys = new NodeKeys(group, grant.key(), grant.value(), grant.ballot());
		this.state = new HoldState(group, this.keys, parameters.reacquire(), grant.validity());
	}

	/**
	 * Start the watchdog, which extends the lock if configured and detects its loss. To
	 * be called once, by the recipient of the lock.
	 * @param events the listener for the events of this hold
	 */
	public void watch(HoldListener events) {
		this.listener = events;
		this.state.setWatchdog(new LeaseWatchdog(this.group, this, this.state, this.parameters, this.grant));
		this.state.rescheduleWatchdog();
	}

	/**
	 * Extend the lock by its expiry. An extension under way is joined.
	 * @return a future of the result, completed on any thread
	 */
	public CompletableFuture<HoldResult> extend() {
		return extend(this.parameters.expiryMillis());
	}

	/**
	 * Extend the lock. An extension under way is joined if it is for at least the same
	 * time; otherwise this extension starts after it.
	 * @param expiryMillis the new time to live of the keys, in milliseconds
	 * @return a future of the result, completed on any thread
	 */
	@Override
	public CompletableFuture<HoldResult> extend(long expiryMillis) {
		Extension started;
		synchronized (this.state) {
			RunningExtension running = this.state.extension();
			if (running != null) {
				return (running.expiryMillis() >= expiryMillis) ? running.result().copy()
						: running.result().thenCompose((result) -> extend(expiryMillis));
			}
			if (!this.state.mayExtend()) {
				return CompletableFuture.completedFuture(this.state.extensionRefusal());
			}
			this.group.guard().noteExpiry(this.parameters, expiryMillis);
			started = new Extension(this.group, new ExtensionOwner(), this.state, this.parameters, expiryMillis);
			this.state.startExtension(started);
		}
		started.startRound();
		return started.result().copy();
	}

	private void lose(Loss loss) {
		if (this.state.lose(loss.kind() == Loss.Kind.GONE)) {
			if (this.listener != null) {
				this.listener.onLost(loss);
			}
			this.successors.onLost(this);
		}
	}

	/**
	 * Release the lock after the rest of its minimum hold time, or hand it off to the
	 * next local waiter.
	 * @return a future of the result, completed on any thread
	 */
	public CompletableFuture<HoldResult> release() {
		return release(0);
	}

	/**
	 * Release the lock, but let its keys expire later.
	 * @param keepNanos the remaining time to live of the keys, in nanoseconds; at least
	 * the rest of the minimum hold time
	 * @return a future of the result, completed on any thread
	 */
	public CompletableFuture<HoldResult> release(long keepNanos) {
		return end(Math.max(keepNanos, this.parameters.minHoldNanos() - heldNanos()));
	}

	/**
	 * Release an unused lock immediately, ignoring the minimum hold time.
	 * @return a future of the result, completed on any thread
	 */
	public CompletableFuture<HoldResult> discard() {
		return end(0);
	}

	private CompletableFuture<HoldResult> end(long keepNanos) {
		return new Release(this.group, this.state, this.parameters, keepNanos).start(this.successors, this,
				this.listener);
	}

	/**
	 * Ask the nodes whether the lock is held.
	 * @return a future of whether a majority has the key, completed on any thread
	 */
	public CompletableFuture<Boolean> verify() {
		CompletableFuture<Boolean> held = new CompletableFuture<>();
		new VerifyBallot(this.group, this.keys, (ballot, won) -> held.complete(won))
			.open(this.group.replyTimeoutNanos(this.parameters));
		return held;
	}

	/**
	 * Return whether the lock is held now. If its validity has ended, the lock is lost.
	 * @return whether it is held
	 */
	@Override
	public boolean isHeld() {
		if (this.state.phase() != HoldPhase.HELD) {
			return false;
		}
		if (leftNanos() > 0) {
			return true;
		}
		boolean maxHold = this.parameters.autoExtend() && heldNanos() >= this.parameters.maxValidityNanos();
		lose(new Loss(maxHold ? Loss.Kind.MAX_HOLD_REACHED : Loss.Kind.EXPIRED, List.of()));
		return false;
	}

	/**
	 * Return whether the lock was released.
	 * @return whether it was released
	 */
	public boolean isReleased() {
		return this.state.phase() == HoldPhase.RELEASED;
	}

	/**
	 * Return whether the lock was lost.
	 * @return whether it was lost
	 */
	public boolean isLost() {
		return this.state.phase() == HoldPhase.LOST;
	}

	/**
	 * Return the remaining time for which the lock is trusted.
	 * @return the time in nanoseconds; zero or less if it is no longer trusted
	 */
	@Override
	public long leftNanos() {
		return this.state.leftNanos();
	}

	/**
	 * Return the time since the start of the acquisition.
	 * @return the time in nanoseconds
	 */
	@Override
	public long heldNanos() {
		return this.group.time().nanoTime() - this.grant.start().nanos();
	}

	/**
	 * Return the end of the validity on the wall clock.
	 * @return the end, or the epoch if a lock acquired elsewhere was not extended yet
	 */
	public Instant until() {
		Validity validity = this.state.validity();
		return (validity != null) ? validity.until() : Instant.EPOCH;
	}

	/**
	 * Return whether a validity is known. That of a lock acquired elsewhere is unknown
	 * until the lock is extended.
	 * @return whether there is, or was, a validity
	 */
	public boolean isValidityKnown() {
		return this.state.validity() != null;
	}

	/**
	 * Return whether the lock was lost and then reacquired by an extension.
	 * @return whether it was reacquired
	 */
	public boolean wasReacquired() {
		return this.state.wasReacquired();
	}

	/**
	 * Return the value of the keys.
	 * @return the value
	 */
	@Override
	public String value() {
		return this.grant.value();
	}

	/**
	 * Return the value of the keys to a caller that may pass it to other clients.
	 * @return the value
	 */
	public String exposeValue() {
		this.state.exposeValue();
		return value();
	}

	/**
	 * Return the fencing token.
	 * @return the token, or -1 if the lock is not fenced
	 */
	public long token() {
		return this.grant.token();
	}

	/**
	 * Return the source from which the fencing token was computed.
	 * @return the source; without meaning if the lock is not fenced
	 */
	public TokenBasis tokenBasis() {
		return this.grant.tokenBasis();
	}

	@Override
	public String key() {
		return this.grant.key();
	}

	/**
	 * Reports the results of an extension.
	 */
	private final class ExtensionOwner implements Extension.Owner {

		@Override
		public boolean isHeld() {
			return Hold.this.isHeld();
		}

		@Override
		public void onExtended(boolean extended) {
			if (Hold.this.listener != null) {
				Hold.this.listener.onExtended(extended);
			}
		}

		@Override
		public void onGone(List<NodeResult> nodes) {
			lose(new Loss(Loss.Kind.GONE, nodes));
		}

	}

}
