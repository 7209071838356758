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

import io.github.redsync.internal.acquire.Refusal.Reason;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.node.NodeResult;
import io.github.redsync.node.NodeResult.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Determines why an acquisition ends without the lock: the last reply of a majority of
 * the nodes. The wait may leave the last attempt less time than the nodes need, so an
 * attempt that only timed out does not replace the refusal before it. Not thread-safe:
 * guarded by the monitor of the acquisition.
 */
final class RefusalReason {

	private final NodeGroup group;

	private final RetryLimits limits;

	/** The previous attempt, if it was refused because the lock was taken. */
	private @Nullable Attempt previous;

	RefusalReason(NodeGroup group, RetryLimits limits) {
		this.group = group;
		this.limits = limits;
	}

	/**
	 * Record an attempt after which the acquisition continues.
	 */
	void record(Attempt ended, Attempt.Outcome outcome) {
		if (!ended.wasRefusedByProbe()) {
			this.previous = (outcome == Attempt.Outcome.TAKEN) ? ended : null;
		}
	}

	/**
	 * Return the refusal after the last attempt.
	 */
	Refusal after(Attempt last, Attempt.Outcome outcome) {
		List<NodeResult> nodes = last.results();
		Attempt known = this.previous;
		if (outcome == Attempt.Outcome.UNAVAILABLE && !this.limits.isQuorumWaitOver() && known != null
				&& hasTimedOut(nodes)) {
			return of(Reason.TAKEN, known.results());
		}
		return of(reason(outcome), nodes);
	}

	/**
	 * Return a refusal for a reason, or for the close of the engine if it is closed.
	 */
	Refusal of(Reason reason, List<NodeResult> nodes) {
		boolean closed = this.group.isClosed();
		return new Refusal(closed ? Reason.CLOSED : reason, this.limits.sentAttempts(), this.limits.elapsedNanos(),
				closed ? List.of() : nodes);
	}

	private static boolean hasTimedOut(List<NodeResult> nodes) {
		return nodes.stream()
			.map(NodeResult::outcome)
			.noneMatch((outcome) -> outcome == Outcome.ERROR || outcome == Outcome.QUARANTINED);
	}

	private static Reason reason(Attempt.Outcome outcome) {
		return switch (outcome) {
			case TAKEN -> Reason.TAKEN;
			case LATE -> Reason.LATE;
			default -> Reason.UNAVAILABLE;
		};
	}

}
