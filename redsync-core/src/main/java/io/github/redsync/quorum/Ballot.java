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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.NodeResult;
import io.github.redsync.node.NodeResult.Outcome;
import io.github.redsync.node.RedisNode;
import io.github.redsync.time.Timers.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One round of questions: every node is asked at once and has one vote. The ballot is
 * decided once, at the first moment at which its subclass says so; an answer that comes
 * later is written down and changes nothing. A node that has not answered within the
 * limit has given no vote.
 * <p>
 * Every question is sent before any answer is looked at, and under the lock of the
 * ballot: who ends a ballot early can be sure that what it sends next comes after.
 */
abstract class Ballot {

	final Quorum quorum;

	private final NodeOperation operation;

	private final long startNanos;

	private final Replies answers;

	private boolean decided;

	private @Nullable Timeout limit;

	Ballot(Quorum quorum, NodeOperation operation, long startNanos) {
		this.quorum = quorum;
		this.operation = operation;
		this.startNanos = startNanos;
		this.answers = new Replies(quorum.size());
	}

	/**
	 * What a ballot has come to.
	 */
	enum Decision {

		OPEN, WON, LOST

	}

	/**
	 * Put the question to a node; null if it is not asked.
	 */
	abstract @Nullable CompletionStage<NodeReply> ask(int index, RedisNode node);

	/**
	 * Look at the answers so far. Called under the lock of the ballot.
	 */
	abstract Decision decide();

	/**
	 * Act on the decision. Called once, outside the lock of the ballot.
	 */
	abstract void decided(boolean won);

	final void open(long limitNanos) {
		collect(send(), limitNanos);
	}

	/**
	 * Send every question. Looks at no answer yet, so that nothing else happens on this
	 * thread meanwhile.
	 * @return for each node the answer to come, or null if it was not asked
	 */
	@SuppressWarnings("unchecked")
	final synchronized @Nullable CompletionStage<NodeReply>[] send() {
		int size = this.quorum.size();
		@Nullable CompletionStage<NodeReply>[] stages = (CompletionStage<NodeReply>[]) new CompletionStage<?>[size];
		for (int index : order()) {
			stages[index] = askSafely(index);
		}
		return stages;
	}

	/**
	 * Return the order in which the nodes are asked.
	 */
	int[] order() {
		return this.quorum.order();
	}

	/**
	 * Look at the answers as they come, for as long as the limit.
	 */
	final void collect(@Nullable CompletionStage<NodeReply>[] stages, long limitNanos) {
		for (int i = 0; i < stages.length; i++) {
			int index = i;
			CompletionStage<NodeReply> stage = stages[i];
			if (stage == null) {
				skipped(index);
			}
			else {
				stage.whenComplete((reply, failure) -> answered(index, (reply != null) ? reply : failure));
			}
		}
		synchronized (this) {
			if (pending() > 0) {
				this.limit = this.quorum.timers().schedule(limitNanos, this::limitReached);
			}
		}
	}

	final @Nullable CompletionStage<NodeReply> askSafely(int index) {
		try {
			return ask(index, this.quorum.node(index));
		}
		catch (RuntimeException | Error ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private void skipped(int index) {
		Decision decision;
		synchronized (this) {
			this.answers.add(index, NodeReply.of(Status.MISSING), 0);
			decision = settle();
		}
		act(decision);
	}

	private void answered(int index, Object answer) {
		long latency = elapsedNanos();
		boolean inTime;
		boolean late;
		Decision decision;
		synchronized (this) {
			late = this.decided;
			inTime = this.answers.add(index, answer, latency);
			decision = inTime ? settle() : Decision.OPEN;
		}
		if (inTime && isWorthTelling(answer)) {
			report(index, latency);
		}
		if (late) {
			answeredLate(index);
		}
		act(decision);
	}

	/**
	 * Act on an answer that came after the decision. Called outside the lock of the
	 * ballot.
	 */
	void answeredLate(int index) {
	}

	/**
	 * Return whether an answer says something of the node.
	 */
	boolean isWorthTelling(Object answer) {
		return true;
	}

	private void limitReached() {
		long latency = elapsedNanos();
		List<Integer> silent;
		Decision decision;
		synchronized (this) {
			silent = this.answers.timeOut(latency);
			decision = settle();
		}
		silent.forEach((index) -> report(index, latency));
		act(decision);
	}

	private Decision settle() {
		if (pending() == 0 && this.limit != null) {
			this.limit.cancel();
		}
		Decision decision = (!this.decided) ? decide() : Decision.OPEN;
		this.decided |= decision != Decision.OPEN;
		return decision;
	}

	private void act(Decision decision) {
		if (decision != Decision.OPEN) {
			decided(decision == Decision.WON);
		}
	}

	private void report(int index, long latency) {
		NodeReplyListener observer = this.quorum.observer();
		if (observer != null) {
			observer.answered(this.quorum.node(index).name(), this.operation, outcome(index), latency);
		}
	}

	/**
	 * Decide the ballot as lost, whatever is still to come, and without acting on it.
	 * @return whether the ballot was open
	 */
	final boolean abandon() {
		synchronized (this) {
			boolean open = !this.decided;
			this.decided = true;
			return open;
		}
	}

	final long startNanos() {
		return this.startNanos;
	}

	private long elapsedNanos() {
		return this.quorum.time().nanoTime() - this.startNanos;
	}

	/**
	 * Return how many nodes may still answer in time. Call under the lock of the ballot.
	 */
	final int pending() {
		return this.answers.pending();
	}

	final synchronized @Nullable NodeReply reply(int index) {
		return this.answers.reply(index);
	}

	final synchronized @Nullable Throwable failure(int index) {
		return this.answers.failure(index);
	}

	final synchronized int count(Status status) {
		return this.answers.count(status);
	}

	/**
	 * Say what came of a node's answer, for those who read it.
	 */
	synchronized Outcome outcome(int index) {
		return this.answers.outcome(index);
	}

	final synchronized List<NodeResult> results() {
		List<NodeResult> results = new ArrayList<>();
		long elapsed = elapsedNanos();
		for (int i = 0; i < this.quorum.size(); i++) {
			results.add(this.answers.result(i, this.quorum.node(i).name(), outcome(i), elapsed));
		}
		return results;
	}

}
