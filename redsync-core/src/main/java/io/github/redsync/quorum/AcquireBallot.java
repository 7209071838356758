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

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeException;
import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.NodeResult.Outcome;
import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

/**
 * The ballot of one attempt: won when a majority has granted the lock with a grant that
 * counts, lost as soon as that has become impossible.
 */
final class AcquireBallot extends Ballot {

	private final AcquireRequest request;

	private final LockParameters terms;

	private final Attempt attempt;

	private final @Nullable HandOff succession;

	/** Which nodes were sent the request. Guarded by the lock of the ballot. */
	private final boolean[] asked;

	private int gate = ReleaseWatcher.ALL;

	private @Nullable CompletionStage<NodeReply> gateAnswer;

	AcquireBallot(Quorum quorum, AcquireRequest request, LockParameters terms, Attempt attempt,
			@Nullable HandOff succession) {
		super(quorum, NodeOperation.ACQUIRE, request.startNanos());
		this.request = request;
		this.terms = terms;
		this.attempt = attempt;
		this.succession = succession;
		this.asked = new boolean[quorum.size()];
	}

	/**
	 * Ask one node before the ballot is opened. Its answer then counts as any other.
	 */
	synchronized CompletionStage<NodeReply> askGate(int index) {
		this.gate = index;
		CompletionStage<NodeReply> answer = Objects.requireNonNull(askSafely(index), "Every node is asked");
		this.gateAnswer = answer;
		return answer;
	}

	boolean isGate(int index) {
		return this.gate == index;
	}

	@Override
	CompletionStage<NodeReply> ask(int index, RedisNode node) {
		if (index == this.gate && this.gateAnswer != null) {
			return this.gateAnswer;
		}
		if (this.request.isAbandoned()) {
			if (this.succession != null) {
				this.succession.release(index, node, this.request.key());
			}
			return CompletableFuture.failedFuture(NodeException.abandoned());
		}
		this.asked[index] = true;
		return (this.succession != null) ? this.succession.ask(index, node, this.request) : node.acquire(this.request);
	}

	@Override
	int[] order() {
		return this.terms.shuffleNodes() ? this.quorum.shuffledOrder() : super.order();
	}

	@Override
	Decision decide() {
		int granted = count(Status.GRANTED);
		int majority = this.quorum.majority();
		if (granted + pending() < majority) {
			return (this.terms.failFast() || pending() == 0) ? Decision.LOST : Decision.OPEN;
		}
		if (granted < majority || (!this.terms.failFast() && pending() > 0)) {
			return Decision.OPEN;
		}
		if (counting() < majority) {
			return (pending() == 0) ? Decision.LOST : Decision.OPEN;
		}
		if (this.terms.fenced()
				&& !FencingToken.isDecidable(replies(), majority, pending(), this.terms.fencingStrict())) {
			return Decision.OPEN;
		}
		return Decision.WON;
	}

	private int counting() {
		int counting = 0;
		for (boolean one : counted()) {
			counting += one ? 1 : 0;
		}
		return counting;
	}

	/**
	 * Return which grants count: those of nodes that were not quarantined when the
	 * attempt began.
	 */
	synchronized boolean[] counted() {
		RestartGuard guard = this.quorum.guard();
		for (int i = 0; i < this.quorum.size(); i++) {
			NodeReply reply = reply(i);
			if (reply != null && isGranted(reply)) {
				guard.met(i, reply.incarnation());
			}
		}
		// Only now: how old a node is shows against the others
		boolean[] counted = new boolean[this.quorum.size()];
		for (int i = 0; i < counted.length; i++) {
			NodeReply reply = reply(i);
			if (reply != null && isGranted(reply)) {
				counted[i] = guard.counts(i, reply.incarnation(), startNanos());
				if (!counted[i]) {
					guard.report(i, reply.incarnation());
				}
			}
		}
		return counted;
	}

	private static boolean isGranted(NodeReply reply) {
		return reply.status() == Status.GRANTED;
	}

	@Override
	Outcome outcome(int index) {
		if (failure(index) instanceof NodeException failure && failure.isAbandoned()) {
			// The attempt was decided before the request was sent: the node did not fail
			return Outcome.UNANSWERED;
		}
		NodeReply reply = reply(index);
		boolean quarantined = reply != null && isGranted(reply)
				&& !this.quorum.guard().counts(index, reply.incarnation(), startNanos());
		return quarantined ? Outcome.QUARANTINED : super.outcome(index);
	}

	@Override
	boolean isWorthTelling(Object answer) {
		// What we did not send any more, having given up, is not the node's fault
		return !this.request.isAbandoned() || !(answer instanceof NodeException failure && failure.notSent());
	}

	@Override
	void answeredLate(int index) {
		if (this.terms.fenced()) {
			this.attempt.raiseBehind(index);
		}
	}

	/**
	 * Raise the counter of a node on which the key was restored, unless the node has
	 * restarted since the attempt began: then its counter must not vouch by a token that
	 * is older than the restart.
	 */
	void raiseRestored(int index, long token) {
		RedisNode node = this.quorum.node(index);
		Incarnation incarnation = node.incarnation();
		if (this.terms.fenced() && incarnation != null
				&& this.quorum.guard().countsLate(index, incarnation, startNanos())
				&& incarnation.contactNanos() - startNanos() <= 0) {
			node.raise(this.request.key(), this.request.value(), token, incarnation);
		}
	}

	@Override
	void decided(boolean won) {
		this.attempt.decided(won);
	}

	/**
	 * Return whether it is the holders of the lock that prevent a majority: without them,
	 * the nodes that failed or give no vote would not.
	 */
	boolean isTaken() {
		int useless = 0;
		for (int i = 0; i < this.quorum.size(); i++) {
			Outcome outcome = outcome(i);
			useless += (outcome == Outcome.ERROR || outcome == Outcome.TIMEOUT || outcome == Outcome.QUARANTINED) ? 1
					: 0;
		}
		return count(Status.TAKEN) > 0 && this.quorum.size() - useless >= this.quorum.majority();
	}

	/**
	 * Return whether so many nodes failed or did not reply that no majority is left.
	 */
	synchronized boolean isMajorityUnreachable() {
		int unreachable = 0;
		for (int i = 0; i < this.quorum.size(); i++) {
			Outcome outcome = outcome(i);
			unreachable += (outcome == Outcome.ERROR || outcome == Outcome.TIMEOUT) ? 1 : 0;
		}
		return this.quorum.size() - unreachable < this.quorum.majority();
	}

	/**
	 * Return whether the votes are split among several who try at the same time, and it
	 * is this attempt that is to be made again at once: the one that was granted by the
	 * first node that has answered. The others see the same and wait.
	 */
	synchronized boolean winsSplit() {
		int first = 0;
		while (first < this.asked.length && reply(first) == null) {
			first++;
		}
		NodeReply reply = (first < this.asked.length) ? reply(first) : null;
		if (reply == null || !isGranted(reply)) {
			return false;
		}
		for (int i = first; i < this.asked.length; i++) {
			NodeReply other = reply(i);
			if (other != null && votes(other) >= this.quorum.majority()) {
				return false;
			}
		}
		return count(Status.TAKEN) > 0;
	}

	/**
	 * Return how many nodes have refused the lock for the same holder.
	 */
	private int votes(NodeReply refusal) {
		int votes = 0;
		for (int i = 0; i < this.asked.length; i++) {
			NodeReply other = reply(i);
			boolean same = other != null && other.status() == Status.TAKEN
					&& Objects.equals(other.holder(), refusal.holder());
			votes += same ? 1 : 0;
		}
		return votes;
	}

	/**
	 * See to it that no node is sent the request any more, nor once again because it had
	 * forgotten the script.
	 */
	void giveUpRequest() {
		this.request.abandon();
	}

	/**
	 * Return whether a node has, or may have, or may yet get our key.
	 */
	synchronized boolean mayHold(int index) {
		if (!this.asked[index]) {
			return false;
		}
		NodeReply reply = reply(index);
		if (reply != null) {
			return reply.status() == Status.GRANTED;
		}
		return !(failure(index) instanceof NodeException failure && failure.notSent());
	}

	/**
	 * Return whether a node certainly did not grant the lock.
	 */
	boolean isRefused(int index) {
		return !mayHold(index) || failure(index) != null;
	}

	@Nullable NodeReply[] replies() {
		@Nullable NodeReply[] replies = new @Nullable NodeReply[this.quorum.size()];
		for (int i = 0; i < replies.length; i++) {
			replies[i] = reply(i);
		}
		return replies;
	}

}
