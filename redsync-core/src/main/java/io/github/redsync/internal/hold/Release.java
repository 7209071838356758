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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;

import io.github.redsync.internal.hold.HoldResult.Kind;
import io.github.redsync.internal.hold.Successors.Holder;
import io.github.redsync.internal.hold.Successors.Successor;
import io.github.redsync.internal.vote.Ballot;
import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.internal.vote.NodeKeys;
import io.github.redsync.internal.vote.ReleaseBallot;
import io.github.redsync.node.NodeReply;
import org.jspecify.annotations.Nullable;

/**
 * Releases a lock, or hands it off to the head of the local wait queue in the same
 * request.
 */
final class Release implements Ballot.Listener, IntFunction<CompletionStage<NodeReply>> {

	private final NodeGroup group;

	private final HoldState state;

	private final LockParameters parameters;

	private final long keepMillis;

	private final ReleaseBallot ballot;

	private final CompletableFuture<HoldResult> result = new CompletableFuture<>();

	/** The waiter to which the lock was handed off. */
	private @Nullable Successor successor;

	/**
	 * Create a release.
	 * @param keepNanos the remaining time to live of the keys in nanoseconds; zero or
	 * less to delete them
	 */
	Release(NodeGroup group, HoldState state, LockParameters parameters, long keepNanos) {
		this.group = group;
		this.state = state;
		this.parameters = parameters;
		this.keepMillis = keepNanos / LockParameters.NANOS_PER_MILLI;
		this.ballot = new ReleaseBallot(group, state.keys(), this, this);
	}

	/**
	 * Release the lock.
	 * @param holder the hold that ends
	 * @param listener the listener of the hold, or null if there is none
	 * @return a future of the result, completed on any thread
	 */
	CompletableFuture<HoldResult> start(Successors successors, Holder holder, @Nullable HoldListener listener) {
		Successor next;
		synchronized (this.state) {
			HoldPhase previous = this.state.release();
			if (previous == HoldPhase.RELEASED) {
				return CompletableFuture.completedFuture(HoldResult.RELEASED);
			}
			if (previous == HoldPhase.LOST) {
				return CompletableFuture.completedFuture(HoldResult.EXPIRED);
			}
			this.group.guard().noteExpiry(this.parameters, this.keepMillis);
			next = successors.next(holder, this.keepMillis <= 0);
			if (next == null) {
				// Immediately, after all other requests for the lock
				this.ballot.send();
			}
		}
		if (next != null) {
			// Outside the monitor, since a released hold sends no further requests
			this.successor = next.handOff() ? next : null;
			this.ballot.send();
		}
		if (listener != null) {
			listener.onReleased();
		}
		if (this.successor != null) {
			this.successor.awaitReplies();
		}
		this.ballot.awaitReplies(this.group.replyTimeoutNanos(this.parameters));
		return this.result;
	}

	/**
	 * Release the key of a node, or return the reply if the hand-off has released it.
	 */
	@Override
	public CompletionStage<NodeReply> apply(int index) {
		if (this.successor != null) {
			return this.successor.released(index);
		}
		return (this.keepMillis > 0) ? keep(index) : this.state.keys().release(index);
	}

	/**
	 * Shorten the time to live of a key. If the request was lost, the key would stay
	 * until its expiry, so it is released when the shorter time has elapsed.
	 */
	private CompletionStage<NodeReply> keep(int index) {
		NodeKeys keys = this.state.keys();
		return keys.extend(index, this.keepMillis).whenComplete((reply, failure) -> {
			if (failure != null) {
				this.group.timers()
					.schedule(this.keepMillis * LockParameters.NANOS_PER_MILLI, () -> keys.release(index));
			}
		});
	}

	@Override
	public void onDecided(Ballot decided, boolean won) {
		if (won) {
			this.result.complete(HoldResult.DONE);
			return;
		}
		Kind kind = this.ballot.provesLoss() ? Kind.EXPIRED : Kind.FAILED;
		this.result.complete(new HoldResult(kind, this.ballot.results()));
	}

}
