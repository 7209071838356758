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

import java.util.concurrent.CompletionStage;

import io.github.redsync.internal.vote.AcquireBallot;
import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.internal.vote.NodeReplyListener;
import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.NodeResult.Outcome;
import io.github.redsync.time.Timers.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Asks one node before the others when an attempt is likely to be refused. Contending
 * processes probe the same node, which grants the lock to one of them. This avoids split
 * votes and limits a refused attempt to one request. If the node does not refuse the lock
 * within 50 ms, all nodes are asked. Thread-safe.
 */
final class Probe {

	private static final long MAX_PROBE_NANOS = 50 * LockParameters.NANOS_PER_MILLI;

	private final NodeGroup group;

	private final AcquireBallot ballot;

	private final int node;

	private final long replyTimeoutNanos;

	private final Listener listener;

	private boolean completed;

	private @Nullable Timeout timer;

	/**
	 * Create a probe.
	 * @param ballot the ballot of the attempt, which counts the reply
	 * @param replyTimeoutNanos the time that the nodes have to reply when all are asked
	 */
	Probe(NodeGroup group, AcquireBallot ballot, int node, long replyTimeoutNanos, Listener listener) {
		this.group = group;
		this.ballot = ballot;
		this.node = node;
		this.replyTimeoutNanos = replyTimeoutNanos;
		this.listener = listener;
	}

	void start() {
		CompletionStage<NodeReply> pending = this.ballot.askProbeNode(this.node);
		synchronized (this) {
			this.timer = this.group.timers()
				.schedule(Math.min(this.replyTimeoutNanos, MAX_PROBE_NANOS), () -> complete(null));
		}
		pending.whenComplete((reply, failure) -> complete(reply));
	}

	private void complete(@Nullable NodeReply reply) {
		synchronized (this) {
			if (this.completed) {
				return;
			}
			this.completed = true;
			if (this.timer != null) {
				this.timer.cancel();
			}
		}
		boolean refused = reply != null && reply.status() == Status.TAKEN;
		if (refused) {
			report();
		}
		this.listener.onProbeCompleted(refused ? reply : null, this.replyTimeoutNanos);
	}

	/**
	 * Report the refusal. The ballot does not, since it is not opened.
	 */
	private void report() {
		NodeReplyListener replyListener = this.group.listener();
		if (replyListener != null) {
			replyListener.onReply(this.group.node(this.node).name(), NodeOperation.ACQUIRE, Outcome.TAKEN,
					this.group.time().nanoTime() - this.ballot.startNanos());
		}
	}

	/**
	 * Listener for the end of a probe.
	 */
	interface Listener {

		/**
		 * Called once, outside the monitor of the probe.
		 * @param refusal the reply, if the node has refused the lock in time, else null
		 * @param replyTimeoutNanos the time that the nodes have to reply when all are
		 * asked
		 */
		void onProbeCompleted(@Nullable NodeReply refusal, long replyTimeoutNanos);

	}

}
