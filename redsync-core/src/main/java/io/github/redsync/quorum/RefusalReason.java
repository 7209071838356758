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

import java.util.List;

import io.github.redsync.node.NodeResult;
import io.github.redsync.node.NodeResult.Outcome;
import io.github.redsync.quorum.Refusal.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Determines why an acquisition ends without the lock: what a majority of the nodes
 * replied last. The wait may leave its last attempt less time than the nodes need, so an
 * attempt that only timed out does not replace the refusal before it. Guarded by the lock
 * of the {@link Acquisition}.
 */
final class RefusalReason {

	/** The previous attempt, if a majority refused it. */
	private @Nullable Attempt previous;

	/**
	 * Record an attempt after which the acquisition goes on.
	 */
	void record(Attempt ended, Attempt.Outcome outcome) {
		if (!ended.isKnock()) {
			this.previous = (outcome == Attempt.Outcome.TAKEN) ? ended : null;
		}
	}

	/**
	 * Create the refusal after the last attempt.
	 * @param unreachable whether the acquisition ends because a majority was unreachable
	 * for as long as is allowed
	 */
	Refusal after(Attempt last, Attempt.Outcome outcome, boolean unreachable, RetryLimits patience) {
		List<NodeResult> nodes = last.results();
		Attempt known = this.previous;
		if (outcome == Attempt.Outcome.UNAVAILABLE && !unreachable && known != null && hasTimedOut(nodes)) {
			return of(Reason.TAKEN, known.results(), patience);
		}
		return of(reason(outcome), nodes, patience);
	}

	static Refusal of(Reason reason, List<NodeResult> nodes, RetryLimits patience) {
		return new Refusal(reason, patience.attempts(), patience.elapsedNanos(), nodes);
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
