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

package io.github.redsync.internal.vote;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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
 * The ballot of one attempt: won when a majority has granted the lock with grants that
 * count, lost as soon as that has become impossible.
 */
public final class AcquireBallot extends Ballot {

	private final AcquireRequest request;

	private final LockParameters parameters;

	private final AcquireSender sender;

	/** The nodes that were sent the request. */
	@GuardedBy("this")
	private final boolean[] asked;

	@GuardedBy("this")
	private int probeNode;

	@GuardedBy("this")
	private @Nullable CompletionStage<NodeReply> probeReply;

	public AcquireBallot(NodeGroup group, AcquireRequest request, LockParameters parameters, AcquireSender sender,
			Listener listener) {
		super(group, NodeOperation.ACQUIRE, request.startNanos(), listener);
		this.request = request;
		this.parameters = parameters;
		this.sender = sender;
		this.asked = new boolean[group.size()];
	}

	/**
	 * Ask one node before the ballot is opened. Its reply then counts as any other.
	 */
	public synchronized CompletionStage<NodeReply> askProbeNode(int index) {
		CompletionStage<NodeReply> reply = Objects.requireNonNull(askSafely(index), "Every node is asked");
		this.probeNode = index;
		this.probeReply = reply;
		return reply;
	}

	public synchronized boolean isProbeNode(int index) {
		return this.probeReply != null && this.probeNode == index;
	}

	@Override
	@GuardedBy("this")
	CompletionStage<NodeReply> ask(int index, RedisNode node) {
		if (this.probeReply != null && this.probeNode == index) {
			return this.probeReply;
		}
		if (this.request.isAbandoned()) {
			this.sender.onAbandoned(index, node, this.request);
			return CompletableFuture.failedFuture(NodeException.abandoned());
		}
		this.asked[index] = true;
		return this.sender.acquire(index, node, this.request);
	}

	@Override
	int[] order() {
		return this.parameters.shuffleNodes() ? this.group.shuffledOrder() : super.order();
	}

	@Override
	@GuardedBy("this")
	Decision decide() {
		int granted = count(Status.GRANTED);
		int majority = this.group.majority();
		if (granted + pending() < majority) {
			return (this.parameters.failFast() || pending() == 0) ? Decision.LOST : Decision.OPEN;
		}
		if (granted < majority || (!this.parameters.failFast() && pending() > 0)) {
			return Decision.OPEN;
		}
		if (countedGrants() < majority) {
			return (pending() == 0) ? Decision.LOST : Decision.OPEN;
		}
		if (this.parameters.fenced()
				&& !FencingToken.isDecidable(replies(), majority, pending(), this.parameters.fencingStrict())) {
			return Decision.OPEN;
		}
		return Decision.WON;
	}

	private int countedGrants() {
		int grants = 0;
		for (boolean one : counted()) {
			grants += one ? 1 : 0;
		}
		return grants;
	}

	/**
	 * Return which grants count: those of nodes that were not quarantined when the
	 * attempt started.
	 */
	public synchronized boolean[] counted() {
		RestartGuard guard = this.group.guard();
		for (int i = 0; i < this.group.size(); i++) {
			NodeReply reply = reply(i);
			if (reply != null && isGranted(reply)) {
				guard.recordContact(i, reply.incarnation());
			}
			else {
				guard.recordContact(i, this.group.node(i).incarnation());
			}
		}
		// In a second loop, since the age of a node is compared with that of the others
		boolean[] counted = new boolean[this.group.size()];
		for (int i = 0; i < counted.length; i++) {
			NodeReply reply = reply(i);
			if (reply != null && isGranted(reply)) {
				counted[i] = guard.isCounted(i, reply.incarnation(), startNanos());
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
				&& !this.group.guard().isCounted(index, reply.incarnation(), startNanos());
		return quarantined ? Outcome.QUARANTINED : super.outcome(index);
	}

	@Override
	boolean shouldReport(Object reply) {
		// A request that was abandoned before it was sent is not a failure of the node
		return !this.request.isAbandoned() || !(reply instanceof NodeException failure && failure.notSent());
	}

	/**
	 * Raise the counter of a node on which the key was restored, unless the node has
	 * restarted since the attempt started: then its counter must not vouch by a token
	 * that is older than the restart.
	 */
	public void raiseRestored(int index, long token) {
		RedisNode node = this.group.node(index);
		Incarnation incarnation = node.incarnation();
		if (this.parameters.fenced() && incarnation != null
				&& this.group.guard().isCountedLate(index, incarnation, startNanos())
				&& incarnation.contactNanos() - startNanos() <= 0) {
			node.raise(this.request.key(), this.request.value(), token, incarnation);
		}
	}

	/**
	 * Return whether the holders of the lock prevent a majority: if they did not hold it,
	 * enough nodes would be left without those that failed or are quarantined.
	 */
	public boolean isTaken() {
		int useless = 0;
		for (int i = 0; i < this.group.size(); i++) {
			Outcome outcome = outcome(i);
			useless += (outcome == Outcome.ERROR || outcome == Outcome.TIMEOUT || outcome == Outcome.QUARANTINED) ? 1
					: 0;
		}
		return count(Status.TAKEN) > 0 && this.group.size() - useless >= this.group.majority();
	}

	/**
	 * Return whether so many nodes failed or did not reply that no majority is left.
	 */
	public synchronized boolean isMajorityUnreachable() {
		int unreachable = 0;
		for (int i = 0; i < this.group.size(); i++) {
			Outcome outcome = outcome(i);
			unreachable += (outcome == Outcome.ERROR || outcome == Outcome.TIMEOUT) ? 1 : 0;
		}
		return this.group.size() - unreachable < this.group.majority();
	}

	/**
	 * Return whether concurrent attempts have split the votes and this one retries
	 * immediately: the one that the first of the nodes with a reply has granted. The
	 * other attempts see the same reply and wait.
	 */
	public synchronized boolean retriesSplitVote() {
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
			if (other != null && votesForSameHolder(other) >= this.group.majority()) {
				return false;
			}
		}
		return count(Status.TAKEN) > 0;
	}

	/**
	 * Return the number of nodes that have refused the lock because of the same holder.
	 */
	@GuardedBy("this")
	private int votesForSameHolder(NodeReply refusal) {
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
	 * Abandon the request: it is not sent to further nodes, and not sent again to a
	 * server without the script.
	 */
	void abandonRequest() {
		this.request.abandon();
	}

	/**
	 * Return whether a node has, or may have, or may yet get our key.
	 */
	public synchronized boolean mayHaveKey(int index) {
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
	 * Return whether a node did not grant the lock: it refused it, failed, or was not
	 * asked.
	 */
	public boolean isRefused(int index) {
		return !mayHaveKey(index) || failure(index) != null;
	}

	public @Nullable NodeReply[] replies() {
		@Nullable NodeReply[] replies = new @Nullable NodeReply[this.group.size()];
		for (int i = 0; i < replies.length; i++) {
			replies[i] = reply(i);
		}
		return replies;
	}

}
