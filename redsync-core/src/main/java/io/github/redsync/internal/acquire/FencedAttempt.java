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

import io.github.redsync.internal.vote.AcquireSender;
import io.github.redsync.internal.vote.Ballot;
import io.github.redsync.internal.vote.FencingToken;
import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.internal.vote.TokenBallot;
import io.github.redsync.internal.vote.TokenBasis;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeResult;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to acquire a fenced lock: once the ballot is won, a second one writes the
 * token to a majority of the nodes. Thread-safe.
 */
final class FencedAttempt extends Attempt {

	private volatile @Nullable FencingToken fence;

	private volatile @Nullable TokenBallot tokenBallot;

	FencedAttempt(NodeGroup group, String key, String value, LockParameters parameters, boolean likelyTaken,
			Listener listener, @Nullable AcquireSender handOff) {
		super(group, key, value, parameters, likelyTaken, listener, handOff);
	}

	@Override
	public void onDecided(Ballot decided, boolean won) {
		if (decided == ballot()) {
			super.onDecided(decided, won);
		}
		else if (won) {
			checkValidity();
		}
		else {
			end(Outcome.UNAVAILABLE);
		}
	}

	@Override
	void onWon() {
		@Nullable NodeReply[] replies = ballot().replies();
		boolean[] counted = ballot().counted();
		FencingToken computed = FencingToken.of(replies, counted, group().majority(), parameters().fencingStrict(),
				group().time().currentTimeMillis());
		this.fence = computed;
		if (computed.isRefused()) {
			end(Outcome.UNAVAILABLE);
		}
		else if (computed.confirmedCount() >= group().majority()) {
			raiseRemaining(computed);
			checkValidity();
		}
		else {
			TokenBallot writing = new TokenBallot(group(), request(), replies, counted, computed, this);
			this.tokenBallot = writing;
			writing.open(group().replyTimeoutNanos(parameters()));
		}
	}

	@Override
	public void onLateReply(Ballot decided, int index) {
		if (decided == ballot()) {
			raiseBehind(index);
		}
	}

	/**
	 * Raise the counters that the grants did not raise to the token, if no ballot does.
	 * The replies are not waited for.
	 */
	private void raiseRemaining(FencingToken computed) {
		for (int i = 0; i < group().size(); i++) {
			if (!computed.isConfirmed(i)) {
				raiseBehind(i);
			}
		}
	}

	/**
	 * Raise the counter of a node that granted the lock but does not vouch for the token,
	 * so that it can vouch for the next one.
	 */
	private void raiseBehind(int index) {
		NodeReply grant = ballot().reply(index);
		long token = token();
		if (token == NodeReply.NO_FENCE || grant == null || grant.status() != NodeReply.Status.GRANTED
				|| grant.incarnation() == null || request().isAbandoned()) {
			return;
		}
		boolean behind = grant.fence() < token || !FencingToken.vouches(grant);
		if (behind && group().guard().isCountedLate(index, grant.incarnation(), startNanos())) {
			group().node(index)
				.raise(request().key(), request().value(), FencingToken.raisedCounter(grant, token),
						grant.incarnation());
		}
	}

	@Override
	void abandon() {
		super.abandon();
		TokenBallot writing = this.tokenBallot;
		if (writing != null) {
			writing.abandon();
		}
	}

	@Override
	long token() {
		FencingToken computed = this.fence;
		return (computed != null && !computed.isRefused()) ? computed.token() : NodeReply.NO_FENCE;
	}

	@Override
	TokenBasis tokenBasis() {
		FencingToken computed = this.fence;
		return (computed != null && !computed.isRefused()) ? computed.basis() : TokenBasis.COUNTERS;
	}

	@Override
	public List<NodeResult> results() {
		TokenBallot writing = this.tokenBallot;
		List<NodeResult> results = (writing != null) ? writing.results() : ballot().results();
		FencingToken computed = this.fence;
		return (computed != null && computed.isRefused()) ? computed.explain(results) : results;
	}

}
