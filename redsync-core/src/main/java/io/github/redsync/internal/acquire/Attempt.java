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

import io.github.redsync.internal.hold.HoldGrant;
import io.github.redsync.internal.vote.AcquireBallot;
import io.github.redsync.internal.vote.AcquireSender;
import io.github.redsync.internal.vote.Ballot;
import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.internal.vote.TokenBasis;
import io.github.redsync.internal.vote.Validity;
import io.github.redsync.internal.vote.Validity.Start;
import io.github.redsync.internal.wait.RefusedAttempt;
import io.github.redsync.internal.wait.Waiter.SentAttempt;
import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeResult;
import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to acquire a lock, with a value of its own: a ballot, optionally preceded
 * by a probe, and a final check of the validity. Thread-safe.
 */
class Attempt implements RefusedAttempt, SentAttempt, Ballot.Listener, Probe.Listener {

	private final NodeGroup group;

	private final LockParameters parameters;

	private final Listener listener;

	private final Start start;

	private final AcquireRequest request;

	private final AcquireBallot ballot;

	private final boolean byHandOff;

	private volatile @Nullable NodeReply probeRefusal;

	/**
	 * Create an attempt.
	 * @param likelyTaken whether the lock was refused before, or has other waiters
	 * @param handOff sends the requests together with those of a release, or null
	 */
	Attempt(NodeGroup group, String key, String value, LockParameters parameters, boolean likelyTaken,
			Listener listener, @Nullable AcquireSender handOff) {
		this.group = group;
		this.parameters = parameters;
		this.listener = listener;
		this.start = Start.now(group.time());
		this.request = new AcquireRequest(key, value, parameters.expiryMillis(), parameters.fenced(),
				this.start.nanos(), likelyTaken);
		this.byHandOff = handOff != null;
		this.ballot = new AcquireBallot(group, this.request, parameters,
				(handOff != null) ? handOff : AcquireSender.DIRECT, this);
	}

	enum Outcome {

		GRANTED,

		/** Another client holds the lock. */
		TAKEN,

		/** Errors, time-outs or quarantined nodes prevented a majority. */
		UNAVAILABLE,

		/** A majority granted the lock, but its validity was over. */
		LATE

	}

	/**
	 * Ask all nodes.
	 * @param replyTimeoutNanos the time that they have to reply
	 */
	void start(long replyTimeoutNanos) {
		this.ballot.open(replyTimeoutNanos);
	}

	/**
	 * Probe one node, then ask the others unless it has refused the lock.
	 * @param replyTimeoutNanos the time that the nodes have to reply when all are asked
	 */
	void startProbing(int node, long replyTimeoutNanos) {
		new Probe(this.group, this.ballot, node, replyTimeoutNanos, this).start();
	}

	@Override
	public void onProbeCompleted(@Nullable NodeReply refusal, long replyTimeoutNanos) {
		if (refusal != null) {
			this.probeRefusal = refusal;
			end(Outcome.TAKEN);
		}
		else {
			this.ballot.open(replyTimeoutNanos);
		}
	}

	/**
	 * Send the requests. No reply is evaluated yet.
	 */
	void send() {
		this.ballot.send();
	}

	@Override
	public void awaitReplies() {
		this.ballot.awaitReplies(this.group.replyTimeoutNanos(this.parameters));
	}

	/**
	 * Return whether the requests were sent together with those of a release.
	 */
	boolean isByHandOff() {
		return this.byHandOff;
	}

	@Override
	public boolean wasRefusedByProbe() {
		return this.probeRefusal != null;
	}

	@Override
	public @Nullable NodeReply reply(int node) {
		if (wasRefusedByProbe()) {
			return this.ballot.isProbeNode(node) ? this.probeRefusal : null;
		}
		return this.ballot.reply(node);
	}

	/**
	 * Return whether concurrent attempts have split the votes and this one is the one to
	 * be repeated.
	 */
	boolean retriesSplitVote() {
		return !wasRefusedByProbe() && this.ballot.retriesSplitVote();
	}

	boolean isMajorityUnreachable() {
		return this.ballot.isMajorityUnreachable();
	}

	@Override
	public void onDecided(Ballot decided, boolean won) {
		if (won) {
			onWon();
		}
		else {
			end(this.ballot.isTaken() ? Outcome.TAKEN : Outcome.UNAVAILABLE);
		}
	}

	/**
	 * Called when the ballot is won.
	 */
	void onWon() {
		checkValidity();
	}

	final void checkValidity() {
		Validity validity = validity();
		// Checked now and not when the votes came, since a pause after them counts
		end((validity.leftNanos(this.group.time()) > 0) ? Outcome.GRANTED : Outcome.LATE);
	}

	final void end(Outcome outcome) {
		this.listener.onAttemptEnded(this, outcome);
	}

	/**
	 * Abandon the attempt and delete the keys that it has set. Each node executes its
	 * requests in order, so a release follows the acquisition that it undoes.
	 */
	final void undo() {
		abandon();
		if (wasRefusedByProbe()) {
			return;
		}
		for (int i = 0; i < this.group.size(); i++) {
			if (this.ballot.mayHaveKey(i)) {
				RedisNode node = this.group.node(i);
				node.release(this.request.key(), this.request.value());
			}
		}
	}

	/**
	 * Send no further requests of the attempt, and do not report its end.
	 */
	void abandon() {
		this.request.abandon();
		this.ballot.abandon();
	}

	/**
	 * Return the facts of this attempt, which was granted.
	 */
	final HoldGrant grant() {
		return new HoldGrant(this.request.key(), this.request.value(), this.start, validity(), token(), tokenBasis(),
				this.ballot);
	}

	/**
	 * Return the fencing token, or {@link NodeReply#NO_FENCE} if the lock is not fenced.
	 */
	long token() {
		return NodeReply.NO_FENCE;
	}

	TokenBasis tokenBasis() {
		return TokenBasis.COUNTERS;
	}

	private Validity validity() {
		return Validity.from(this.start, this.parameters.validityNanos(this.parameters.expiryMillis()));
	}

	final long startNanos() {
		return this.start.nanos();
	}

	final NodeGroup group() {
		return this.group;
	}

	final LockParameters parameters() {
		return this.parameters;
	}

	final AcquireRequest request() {
		return this.request;
	}

	final AcquireBallot ballot() {
		return this.ballot;
	}

	@Override
	public List<NodeResult> results() {
		return this.ballot.results();
	}

	/**
	 * Listener for the end of an attempt.
	 */
	interface Listener {

		/**
		 * Called when the attempt has ended, unless it was undone before. An attempt that
		 * was not granted is to be undone.
		 */
		void onAttemptEnded(Attempt attempt, Outcome outcome);

	}

}
