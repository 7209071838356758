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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.NodeResult;
import io.github.redsync.node.NodeResult.Outcome;
import io.github.redsync.node.RedisNode;
import io.github.redsync.time.Timers.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A vote of the nodes: each of them is asked concurrently and has one vote. The ballot is
 * decided once, as soon as its subclass finds the replies sufficient. A later reply is
 * recorded and changes nothing. A node that has not replied within the timeout has not
 * voted.
 * <p>
 * Under the monitor of the ballot, all requests are sent before any reply is evaluated. A
 * request that is sent after {@link #abandon()} therefore follows those of the ballot on
 * every node. Thread-safe.
 */
public abstract class Ballot {

	final NodeGroup group;

	private final NodeOperation operation;

	private final long startNanos;

	private final Listener listener;

	@GuardedBy("this")
	private final Replies replies;

	@GuardedBy("this")
	private boolean decided;

	@GuardedBy("this")
	private @Nullable Timeout timeout;

	/** The replies to come, from the sending of the requests to their evaluation. */
	@GuardedBy("this")
	private @Nullable CompletionStage<NodeReply> @Nullable [] stages;

	Ballot(NodeGroup group, NodeOperation operation, long startNanos, Listener listener) {
		this.group = group;
		this.operation = operation;
		this.startNanos = startNanos;
		this.listener = listener;
		this.replies = new Replies(group.size());
	}

	/** Send the request to a node. Return null if the node is not asked. */
	@GuardedBy("this")
	abstract @Nullable CompletionStage<NodeReply> ask(int index, RedisNode node);

	/** Evaluate the replies so far. */
	@GuardedBy("this")
	abstract Decision decide();

	/**
	 * Send all requests, and evaluate the replies as they arrive.
	 */
	public final void open(long timeoutNanos) {
		awaitReplies(sendRequests(), timeoutNanos);
	}

	/**
	 * Send all requests. No reply is evaluated before {@link #awaitReplies} is called, so
	 * nothing else happens on this thread meanwhile.
	 */
	public final synchronized void send() {
		this.stages = sendRequests();
	}

	/**
	 * Send all requests.
	 * @return for each node the stage of its reply, or null if it was not asked
	 */
	@SuppressWarnings("unchecked")
	private synchronized @Nullable CompletionStage<NodeReply>[] sendRequests() {
		int size = this.group.size();
		@Nullable CompletionStage<NodeReply>[] sent = (CompletionStage<NodeReply>[]) new CompletionStage<?>[size];
		for (int index : order()) {
			sent[index] = askSafely(index);
		}
		return sent;
	}

	/** Return the order in which the nodes are asked. */
	int[] order() {
		return this.group.order();
	}

	/**
	 * Evaluate the replies to the requests that were sent, as they arrive.
	 */
	public final void awaitReplies(long timeoutNanos) {
		@Nullable CompletionStage<NodeReply>[] sent;
		synchronized (this) {
			sent = Objects.requireNonNull(this.stages, "The requests were not sent");
			this.stages = null;
		}
		awaitReplies(sent, timeoutNanos);
	}

	private void awaitReplies(@Nullable CompletionStage<NodeReply>[] sent, long timeoutNanos) {
		for (int i = 0; i < sent.length; i++) {
			int index = i;
			CompletionStage<NodeReply> stage = sent[i];
			if (stage == null) {
				notAsked(index);
			}
			else {
				stage.whenComplete((reply, failure) -> onReply(index, (reply != null) ? reply : failure));
			}
		}
		synchronized (this) {
			if (pending() > 0) {
				this.timeout = this.group.timers().schedule(timeoutNanos, this::timedOut);
			}
		}
	}

	@GuardedBy("this")
	final @Nullable CompletionStage<NodeReply> askSafely(int index) {
		try {
			return ask(index, this.group.node(index));
		}
		catch (RuntimeException | Error ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private void notAsked(int index) {
		Decision decision;
		synchronized (this) {
			this.replies.add(index, NodeReply.of(Status.MISSING), 0);
			decision = settle();
		}
		notifyListener(decision);
	}

	/** Record a reply or a failure. */
	private void onReply(int index, Object reply) {
		long latency = elapsedNanos();
		boolean inTime;
		boolean late;
		Decision decision;
		synchronized (this) {
			late = this.decided;
			inTime = this.replies.add(index, reply, latency);
			decision = inTime ? settle() : Decision.OPEN;
		}
		if (inTime && shouldReport(reply)) {
			report(index, latency);
		}
		if (late) {
			this.listener.onLateReply(this, index);
		}
		notifyListener(decision);
	}

	/** Return whether a reply or a failure is reported to the listener of the nodes. */
	boolean shouldReport(Object reply) {
		return true;
	}

	private void timedOut() {
		long latency = elapsedNanos();
		List<Integer> unanswered;
		Decision decision;
		synchronized (this) {
			unanswered = this.replies.timeOut(latency);
			decision = settle();
		}
		unanswered.forEach((index) -> report(index, latency));
		notifyListener(decision);
	}

	@GuardedBy("this")
	private Decision settle() {
		if (pending() == 0 && this.timeout != null) {
			this.timeout.cancel();
		}
		Decision decision = (!this.decided) ? decide() : Decision.OPEN;
		this.decided |= decision != Decision.OPEN;
		return decision;
	}

	private void notifyListener(Decision decision) {
		if (decision != Decision.OPEN) {
			this.listener.onDecided(this, decision == Decision.WON);
		}
	}

	private void report(int index, long latency) {
		NodeReplyListener replyListener = this.group.listener();
		if (replyListener != null) {
			replyListener.onReply(this.group.node(index).name(), this.operation, outcome(index), latency);
		}
	}

	/**
	 * Decide the ballot as lost without notifying the listener.
	 */
	public final synchronized void abandon() {
		this.decided = true;
	}

	public final long startNanos() {
		return this.startNanos;
	}

	private long elapsedNanos() {
		return this.group.time().nanoTime() - this.startNanos;
	}

	/** Return the number of nodes that may still reply in time. */
	@GuardedBy("this")
	final int pending() {
		return this.replies.pending();
	}

	public final synchronized @Nullable NodeReply reply(int index) {
		return this.replies.reply(index);
	}

	final synchronized @Nullable Throwable failure(int index) {
		return this.replies.failure(index);
	}

	final synchronized int count(Status status) {
		return this.replies.count(status);
	}

	/**
	 * Return the outcome of the request to a node, as it is reported.
	 */
	synchronized Outcome outcome(int index) {
		return this.replies.outcome(index);
	}

	public final synchronized List<NodeResult> results() {
		List<NodeResult> results = new ArrayList<>();
		long elapsed = elapsedNanos();
		for (int i = 0; i < this.group.size(); i++) {
			results.add(this.replies.result(i, this.group.node(i).name(), outcome(i), elapsed));
		}
		return results;
	}

	/**
	 * Listener for the decision of a ballot. Called on any thread, outside the ballot's
	 * monitor.
	 */
	@FunctionalInterface
	public interface Listener {

		/**
		 * Called once, when the ballot is decided. Not called if the ballot was abandoned
		 * before.
		 */
		void onDecided(Ballot ballot, boolean won);

		/**
		 * Called for each reply or failure that arrives after the decision.
		 */
		default void onLateReply(Ballot ballot, int index) {
		}

	}

}
