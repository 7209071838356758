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

package io.github.redsync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.redsync.node.NodeResult;
import io.github.redsync.node.NodeResult.Outcome;
import io.github.redsync.quorum.HoldResult;
import io.github.redsync.quorum.Loss;
import io.github.redsync.quorum.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Puts what the quorum says into exceptions with words: who holds the lock and for how
 * long still, or which node failed and why.
 */
final class ExceptionTranslator {

	private ExceptionTranslator() {
	}

	static LockNotAcquiredException of(String name, Refusal refusal) {
		List<NodeResult> nodes = refusal.nodes();
		String tried = " (" + refusal.attempts() + ((refusal.attempts() == 1) ? " attempt, " : " attempts, ")
				+ Duration.ofNanos(refusal.elapsedNanos()).toMillis() + " ms)";
		return switch (refusal.reason()) {
			case TAKEN -> new LockTakenException(
					"Lock '" + PrintableName.from(name) + "' is taken: " + holders(nodes) + tried, nodes, null);
			case UNAVAILABLE -> new QuorumUnavailableException(
					"Lock '" + PrintableName.from(name) + "' was not acquired because too few " + "of its "
							+ nodes.size() + " nodes gave a vote: " + outcomes(nodes) + tried,
					nodes, null);
			case LATE -> new LockNotAcquiredException("Lock '" + PrintableName.from(name)
					+ "' was granted too late to be valid: " + outcomes(nodes) + tried + "; use a longer expiry", nodes,
					null);
			case CLOSED -> new LockNotAcquiredException(
					"Lock '" + PrintableName.from(name) + "' was not acquired because Redsync was closed" + tried,
					nodes, null);
		};
	}

	static LockNotAcquiredException tooLate(String name) {
		return new LockNotAcquiredException(
				"Lock '" + PrintableName.from(name) + "' was granted, but this process noticed it too late: "
						+ "its validity was over; use a longer expiry",
				List.of(), null);
	}

	static LockInterruptedException interrupted(String name) {
		return new LockInterruptedException(
				"The thread was interrupted while it waited for lock '" + PrintableName.from(name) + "'", List.of(),
				null);
	}

	static @Nullable RedsyncException ofUnlock(String name, HoldResult result) {
		return switch (result.kind()) {
			case DONE -> null;
			case EXPIRED -> expired(name, result.nodes());
			case RELEASED -> released(name);
			case FAILED,
					CLOSED ->
				new UnlockFailedException(
						"Lock '" + PrintableName.from(name) + "' was not released on a majority of its "
								+ "nodes, where it ends by its expiry: " + outcomes(result.nodes()),
						result.nodes(), null);
		};
	}

	static @Nullable RedsyncException ofExtend(String name, HoldResult result) {
		return switch (result.kind()) {
			case DONE -> null;
			case EXPIRED -> expired(name, result.nodes());
			case RELEASED -> released(name);
			case FAILED -> new ExtendFailedException(
					"Lock '" + PrintableName.from(name) + "' was not extended because too few of its "
							+ "nodes did so while it was valid: " + outcomes(result.nodes()),
					result.nodes(), null);
			case CLOSED -> new ExtendFailedException(
					"Lock '" + PrintableName.from(name) + "' was not extended because Redsync was closed", List.of(),
					null);
		};
	}

	private static LeaseNotHeldException expired(String name, List<NodeResult> nodes) {
		return notHeld(name, nodes.isEmpty() ? "it has expired" : outcomes(nodes), nodes);
	}

	static LeaseNotHeldException released(String name) {
		return notHeld(name, "it was released before", List.of());
	}

	static LeaseNotHeldException notExtendedYet(String name) {
		return new LeaseNotHeldException("Lock '" + PrintableName.from(name)
				+ "' is not known to be held: it is attached, and was not extended yet", List.of(), null);
	}

	private static LeaseNotHeldException notHeld(String name, String why, List<NodeResult> nodes) {
		return new LeaseNotHeldException("Lock '" + PrintableName.from(name) + "' is not held any more: " + why, nodes,
				null);
	}

	static LeaseLostException lost(String name, Loss loss) {
		String why = switch (loss.kind()) {
			case EXPIRED -> "its validity is over and it was not extended in time";
			case MAX_HOLD_REACHED ->
				"it was held for its longest time, which is set by maxHold, and its validity is over";
			case GONE -> "its keys are gone: " + outcomes(loss.nodes());
		};
		return new LeaseLostException("The lease of lock '" + PrintableName.from(name) + "' is lost: " + why,
				loss.nodes(), null);
	}

	private static String holders(List<NodeResult> nodes) {
		List<NodeResult> taken = nodes.stream().filter((node) -> node.outcome() == Outcome.TAKEN).toList();
		List<NodeResult> known = taken.stream().filter((node) -> !isUnknown(node)).toList();
		Set<String> holders = new LinkedHashSet<>();
		for (NodeResult node : known) {
			holders.add(holder(node) + where(known, node.holder(), nodes.size()) + leftOver(known, node.holder()));
		}
		if (known.isEmpty()) {
			holders.add("held by another" + where(taken, null, nodes.size()));
		}
		List<NodeResult> failed = nodes.stream()
			.filter((node) -> node.outcome() == Outcome.ERROR || node.outcome() == Outcome.TIMEOUT
					|| node.outcome() == Outcome.QUARANTINED)
			.toList();
		return String.join(", ", holders) + (failed.isEmpty() ? "" : "; besides, " + outcomes(failed));
	}

	/**
	 * Return whether a node refused the lock without a report of its holder.
	 */
	private static boolean isUnknown(NodeResult node) {
		return node.holder() == null && node.error() != null;
	}

	private static String holder(NodeResult node) {
		if (node.holder() == null) {
			return "there is a key of another type";
		}
		return "held by " + owner(node, "an unnamed owner");
	}

	/**
	 * Return the owner as another process has written it, which need not be trusted.
	 */
	private static String owner(NodeResult node, String unknown) {
		String owner = node.owner();
		return (owner != null) ? PrintableName.from(owner) : unknown;
	}

	private static String where(List<NodeResult> taken, @Nullable String holder, int nodes) {
		List<String> names = taken.stream()
			.filter((node) -> Objects.equals(node.holder(), holder))
			.map(NodeResult::node)
			.toList();
		return " on " + names.size() + " of " + nodes + " nodes (" + String.join(", ", names) + ")";
	}

	private static String leftOver(List<NodeResult> taken, @Nullable String holder) {
		long longest = 0;
		for (NodeResult node : taken) {
			if (Objects.equals(holder, node.holder())) {
				if (node.timeLeft() == null) {
					return " by a key that never expires: delete it, or use a key prefix";
				}
				longest = Math.max(longest, node.timeLeft().toMillis());
			}
		}
		return " for another " + longest + " ms unless extended";
	}

	private static String outcomes(List<NodeResult> nodes) {
		List<String> outcomes = new ArrayList<>();
		for (NodeResult node : nodes) {
			outcomes.add(node.node() + " " + outcome(node));
		}
		return String.join(", ", outcomes);
	}

	private static String outcome(NodeResult node) {
		return switch (node.outcome()) {
			case OK -> "did its part";
			case QUARANTINED -> "has restarted lately and gives no vote yet";
			case TAKEN -> "is held by " + owner(node, "another");
			case MISSING -> "has no such key";
			case SET_AGAIN -> "had lost the key";
			case ERROR -> "failed: " + node.error();
			case TIMEOUT -> "did not answer within " + node.latency().toMillis() + " ms";
			case UNANSWERED -> "had not answered yet";
		};
	}

}
