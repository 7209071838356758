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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redsync.node.NodeReply;
import io.github.redsync.quorum.HoldResult.Kind;
import io.github.redsync.quorum.Validity.Start;
import org.jspecify.annotations.Nullable;

/**
 * One extension of a held lock: round after round, for as long as the lock is valid.
 */
final class Extension {

	private final Quorum quorum;

	private final Hold hold;

	private final Terms terms;

	private final long expiryMillis;

	private final CompletableFuture<HoldResult> result = new CompletableFuture<>();

	private HoldResult failure = HoldResult.EXPIRED;

	Extension(Quorum quorum, Hold hold, Terms terms, long expiryMillis) {
		this.quorum = quorum;
		this.hold = hold;
		this.terms = terms;
		this.expiryMillis = expiryMillis;
	}

	CompletableFuture<HoldResult> result() {
		return this.result;
	}

	long expiryMillis() {
		return this.expiryMillis;
	}

	void round() {
		ExtendBallot ballot = null;
		@Nullable CompletionStage<NodeReply> @Nullable [] stages = null;
		long limit = this.terms.limitNanos();
		synchronized (this.hold) {
			if (this.hold.mayExtend()) {
				limit = this.hold.isHeld() ? Math.min(limit, this.hold.leftNanos()) : limit;
				ballot = new ExtendBallot(this.quorum, this, this.hold.keys(), Start.now(this.quorum.time()),
						this.expiryMillis, this.terms.setNxOnExtend());
				stages = ballot.send();
			}
		}
		if (ballot != null && stages != null) {
			ballot.collect(stages, limit);
		}
		else {
			end(this.failure);
		}
	}

	void decided(ExtendBallot ballot, boolean won) {
		boolean extended = this.hold.concluded(ballot, won);
		if (extended) {
			end(HoldResult.DONE);
			return;
		}
		this.failure = new HoldResult(ballot.provesLoss() ? Kind.EXPIRED : Kind.FAILED, ballot.results());
		if (this.hold.isHeld()) {
			this.quorum.timers().schedule(this.terms.extendPauseNanos(), this::round);
		}
		else {
			end(this.failure);
		}
	}

	/**
	 * A node told after the decision that it has not the key.
	 */
	void foundMissing(int index) {
		this.hold.setAgain(index);
	}

	private void end(HoldResult outcome) {
		this.hold.ended(this);
		// Released meanwhile: that is why, whatever the nodes said
		boolean released = outcome.kind() != Kind.DONE && this.hold.isReleased();
		this.result.complete(released ? HoldResult.RELEASED : outcome);
	}

}
