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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeResult;
import io.github.redsync.node.NodeResult.Outcome;
import io.github.redsync.node.RedisNode;
import io.github.redsync.quorum.Timers.Timeout;
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

	private static final Object TIMED_OUT = new Object();

	final Quorum quorum;

	private final Operation operation;

	private final long startNanos;

	/** For each node its reply, what it failed with, TIMED_OUT, or null. */
	private final @Nullable Object[] answers;

	private final long[] latencies;

	private int pending;

	private boolean decided;

	private @Nullable Timeout limit;

	Ballot(Quorum quorum, Operation operation, long startNanos) {
		this.quorum = quorum;
		this.operation = operation;
		this.startNanos = startNanos;
		this.answers = new Object[quorum.size()];
		this.latencies = new long[quorum.size()];
		this.pending = quorum.size();
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
		@Nullable CompletionStage<NodeReply>[] stages = (CompletionStage<NodeReply>[]) new CompletionStage<?>[this.answers.length];
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
		for (int i = 0; i < this.answers.length; i++) {
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
			if (this.pending > 0) {
				this.limit = this.quorum.timers().schedule(limitNanos, this::limitReached);
			}
		}
	}

	private @Nullable CompletionStage<NodeReply> askSafely(int index) {
		try {
			return ask(index, this.quorum.node(index));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private void skipped(int index) {
		Decision decision;
		synchronized (this) {
			this.answers[index] = NodeReply.of(NodeReply.Status.MISSING);
			decision = settle(1);
		}
		act(decision);
	}

	private void answered(int index, Object answer) {
		long latency = this.quorum.time().nanoTime() - this.startNanos;
		Decision decision;
		synchronized (this) {
			boolean late = this.answers[index] == TIMED_OUT;
			this.answers[index] = answer;
			this.latencies[index] = latency;
			decision = settle(late ? 0 : 1);
			if (late) {
				return;
			}
		}
		if (isWorthTelling(answer)) {
			report(index, answer, latency);
		}
		act(decision);
	}

	/**
	 * Return whether an answer says something of the node.
	 */
	boolean isWorthTelling(Object answer) {
		return true;
	}

	private void limitReached() {
		List<Integer> silent = new ArrayList<>();
		long latency = this.quorum.time().nanoTime() - this.startNanos;
		Decision decision;
		synchronized (this) {
			for (int i = 0; i < this.answers.length; i++) {
				if (this.answers[i] == null) {
					this.answers[i] = TIMED_OUT;
					this.latencies[i] = latency;
					silent.add(i);
				}
			}
			decision = settle(silent.size());
		}
		silent.forEach((index) -> report(index, TIMED_OUT, latency));
		act(decision);
	}

	private Decision settle(int answered) {
		this.pending -= answered;
		if (this.pending == 0 && this.limit != null) {
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

	private void report(int index, Object answer, long latency) {
		QuorumObserver observer = this.quorum.observer();
		if (observer != null) {
			observer.answered(this.quorum.node(index).name(), this.operation, outcome(answer), latency);
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

	/**
	 * Return how many nodes may still answer in time. Call under the lock of the ballot.
	 */
	final int pending() {
		return this.pending;
	}

	final synchronized @Nullable NodeReply reply(int index) {
		return (this.answers[index] instanceof NodeReply reply) ? reply : null;
	}

	final synchronized @Nullable Throwable failure(int index) {
		return (this.answers[index] instanceof Throwable failure) ? failure : null;
	}

	final synchronized Outcome outcome(int index) {
		Object answer = this.answers[index];
		return (answer instanceof NodeReply reply) ? outcome(index, reply) : outcome(answer);
	}

	final synchronized int count(NodeReply.Status status) {
		int count = 0;
		for (Object answer : this.answers) {
			if (answer instanceof NodeReply reply && reply.status() == status) {
				count++;
			}
		}
		return count;
	}

	final synchronized List<NodeResult> results() {
		List<NodeResult> results = new ArrayList<>(this.answers.length);
		long now = this.quorum.time().nanoTime() - this.startNanos;
		for (int i = 0; i < this.answers.length; i++) {
			Object answer = this.answers[i];
			results.add(result(i, answer, Duration.ofNanos((answer != null) ? this.latencies[i] : now)));
		}
		return results;
	}

	private NodeResult result(int index, @Nullable Object answer, Duration latency) {
		String name = this.quorum.node(index).name();
		if (answer instanceof NodeReply reply) {
			Outcome outcome = outcome(index, reply);
			Duration timeLeft = (reply.timeLeftMillis() >= 0) ? Duration.ofMillis(reply.timeLeftMillis()) : null;
			return new NodeResult(name, outcome, reply.holder(), timeLeft, latency, null);
		}
		String error = (answer instanceof Throwable failure) ? message(failure) : null;
		return new NodeResult(name, outcome(answer), null, null, latency, error);
	}

	/**
	 * Say what a reply is worth to whoever reads the results.
	 */
	Outcome outcome(int index, NodeReply reply) {
		return outcome(reply);
	}

	private static String message(Throwable failure) {
		return (failure.getMessage() != null) ? failure.getMessage() : failure.getClass().getSimpleName();
	}

	private static Outcome outcome(@Nullable Object answer) {
		if (answer == null) {
			return Outcome.UNANSWERED;
		}
		if (answer == TIMED_OUT) {
			return Outcome.TIMEOUT;
		}
		if (!(answer instanceof NodeReply reply)) {
			return Outcome.ERROR;
		}
		return switch (reply.status()) {
			case TAKEN, HELD -> Outcome.TAKEN;
			case MISSING -> Outcome.MISSING;
			case SET_AGAIN -> Outcome.SET_AGAIN;
			case GRANTED, EXTENDED, RELEASED, RAISED, PONG -> Outcome.OK;
		};
	}

}
