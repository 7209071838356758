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

import java.util.concurrent.CompletionStage;

import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.NodeResult.Outcome;
import io.github.redsync.quorum.Timers.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The first step of an attempt that is likely to be in vain: one node is asked before the
 * others. Where many processes try at the same time, they ask the same node, which lets
 * one of them pass; so the votes are not split, and who is refused has cost one request.
 * Who finds nobody at home within the limit goes on to the other nodes as well.
 */
final class Probe {

	private static final long PATIENCE_NANOS = 50 * LockParameters.NANOS_PER_MILLI;

	private final NodeGroup quorum;

	private final Attempt attempt;

	private final int gate;

	private final long limitNanos;

	private boolean over;

	private @Nullable Timeout patience;

	/**
	 * Create a knock.
	 * @param limitNanos how long the nodes may take to answer when all are asked
	 */
	Probe(NodeGroup quorum, Attempt attempt, int gate, long limitNanos) {
		this.quorum = quorum;
		this.attempt = attempt;
		this.gate = gate;
		this.limitNanos = limitNanos;
	}

	void begin() {
		CompletionStage<NodeReply> answer = this.attempt.ballot().askProbeNode(this.gate);
		synchronized (this) {
			this.patience = this.quorum.timers().schedule(Math.min(this.limitNanos, PATIENCE_NANOS), () -> end(null));
		}
		answer.whenComplete((reply, failure) -> end(reply));
	}

	private void end(@Nullable NodeReply reply) {
		synchronized (this) {
			if (this.over) {
				return;
			}
			this.over = true;
			if (this.patience != null) {
				this.patience.cancel();
			}
		}
		boolean refused = reply != null && reply.status() == Status.TAKEN;
		if (refused) {
			report();
		}
		this.attempt.knocked(refused ? reply : null, this.limitNanos);
	}

	/**
	 * Tell of the refusal: no ballot will.
	 */
	private void report() {
		NodeReplyListener observer = this.quorum.listener();
		if (observer != null) {
			observer.onReply(this.quorum.node(this.gate).name(), NodeOperation.ACQUIRE, Outcome.TAKEN,
					this.quorum.time().nanoTime() - this.attempt.start().nanos());
		}
	}

}
