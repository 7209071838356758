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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.redsync.internal.acquire.Refusal;
import io.github.redsync.internal.hold.HoldResult;
import io.github.redsync.internal.hold.Loss;
import io.github.redsync.node.NodeResult;
import io.github.redsync.node.NodeResult.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Translates the results of the algorithm into exceptions. Their messages name the holder
 * of the lock and its remaining time, or the nodes that failed and the reasons.
 */
final class ExceptionTranslator {

	private ExceptionTranslator() {
	}

	static LockNotAcquiredException ofRefusal(String name, Refusal refusal) {
		List<NodeResult> nodes = refusal.nodes();
		String effort = "; " + refusal.attempts() + ((refusal.attempts() == 1) ? " attempt in " : " attempts in ")
				+ Duration.ofNanos(refusal.elapsedNanos()).toMillis() + " ms";
		return switch (refusal.reason()) {
			case TAKEN -> new LockTakenException(lock(name) + " is taken: " + holders(nodes) + effort, nodes, null);
			case UNAVAILABLE -> new QuorumUnavailableException(
					lock(name) + " not acquired: " + votes(nodes, "granted") + effort, nodes, null);
			case LATE -> new LockNotAcquiredException(
					lock(name) + " not acquired: it was granted too late, after its validity had ended ("
							+ outcomes(nodes, "granted") + ")" + effort + "; use a longer expiry",
					nodes, null);
			case CLOSED ->
				new LockNotAcquiredException(lock(name) + " not acquired: Redsync is closed" + effort, nodes, null);
		};
	}

	static LockNotAcquiredException tooLate(String name) {
		return new LockNotAcquiredException(
				lock(name) + " not acquired: this process received the lock too late, after its validity had ended; "
						+ "use a longer expiry",
				List.of(), null);
	}

	static LockInterruptedException interrupted(String name) {
		return new LockInterruptedException(
				"The thread was interrupted while waiting for lock '" + PrintableName.from(name) + "'", List.of(),
				null);
	}

	static @Nullable RedsyncException ofUnlock(String name, HoldResult result) {
		return switch (result.kind()) {
			case DONE -> null;
			case EXPIRED -> expired(name, result.nodes());
			case RELEASED -> released(name);
			case FAILED,
					CLOSED ->
				new UnlockFailedException(lock(name) + " not released: "
						+ (result.nodes().isEmpty() ? "Redsync is closed" : votes(result.nodes(), "released"))
						+ "; it ends by its expiry", result.nodes(), null);
		};
	}

	static @Nullable RedsyncException ofExtend(String name, HoldResult result) {
		return switch (result.kind()) {
			case DONE -> null;
			case EXPIRED -> expired(name, result.nodes());
			case RELEASED -> released(name);
			case FAILED -> new ExtendFailedException(
					lock(name) + " not extended while it was valid: " + votes(result.nodes(), "extended"),
					result.nodes(), null);
			case CLOSED -> new ExtendFailedException(lock(name) + " not extended: Redsync is closed", List.of(), null);
		};
	}

	private static LeaseNotHeldException expired(String name, List<NodeResult> nodes) {
		return notHeld(name, nodes.isEmpty() ? "it was lost before" : outcomes(nodes, "held"), nodes);
	}

	static LeaseNotHeldException released(String name) {
		return notHeld(name, "it was released before", List.of());
	}

	static LeaseNotHeldException notExtendedYet(String name) {
		return new LeaseNotHeldException(
				lock(name)
						+ " is not known to be held: the lease is attached and has not been extended; extend it first",
				List.of(), null);
	}

	private static LeaseNotHeldException notHeld(String name, String why, List<NodeResult> nodes) {
		return new LeaseNotHeldException(lock(name) + " is no longer held: " + why, nodes, null);
	}

	static LeaseLostException lost(String name, Loss loss) {
		String why = switch (loss.kind()) {
			case EXPIRED -> "its validity ended before it was extended";
			case MAX_HOLD_REACHED -> "it was held for maxHold, and its validity has ended";
			case GONE -> "its keys are gone (" + outcomes(loss.nodes(), "held") + ")";
		};
		return new LeaseLostException("The lease of lock '" + PrintableName.from(name) + "' is lost: " + why,
				loss.nodes(), null);
	}

	private static String lock(String name) {
		return "Lock '" + PrintableName.from(name) + "'";
	}

	/**
	 * Describe a vote without a majority. A node can have done its part without being
	 * counted, for example if the fencing counters do not give a token.
	 */
	private static String votes(List<NodeResult> nodes, String done) {
		long count = nodes.stream().filter((node) -> node.outcome() == Outcome.OK).count();
		int required = nodes.size() / 2 + 1;
		String summary = (count < required)
				? count + " of " + nodes.size() + " nodes " + done + " it, " + required + " required"
				: "too few nodes confirmed it";
		return summary + " (" + outcomes(nodes, done) + ")";
	}

	private static String holders(List<NodeResult> nodes) {
		List<NodeResult> taken = nodes.stream().filter((node) -> node.outcome() == Outcome.TAKEN).toList();
		List<NodeResult> known = taken.stream().filter((node) -> !isUnknown(node)).toList();
		Set<String> holders = new LinkedHashSet<>();
		for (NodeResult node : known) {
			holders.add(holder(node) + where(known, node.holder(), nodes.size()) + timeLeft(known, node.holder()));
		}
		if (known.isEmpty()) {
			holders.add("held by another client" + where(taken, null, nodes.size()));
		}
		List<NodeResult> failed = nodes.stream()
			.filter((node) -> node.outcome() == Outcome.ERROR || node.outcome() == Outcome.TIMEOUT
					|| node.outcome() == Outcome.QUARANTINED)
			.toList();
		return String.join(", ", holders) + (failed.isEmpty() ? "" : " (" + outcomes(failed, "granted") + ")");
	}

	/**
	 * Return whether a node refused the lock without a report of its holder.
	 */
	private static boolean isUnknown(NodeResult node) {
		return node.holder() == null && node.error() != null;
	}

	private static String holder(NodeResult node) {
		return (node.holder() != null) ? "held by " + owner(node, "an unnamed owner") : "held by a key of another type";
	}

	/**
	 * Return the owner, which another process has written and which may contain any text.
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

	private static String timeLeft(List<NodeResult> taken, @Nullable String holder) {
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

	private static String outcomes(List<NodeResult> nodes, String done) {
		return nodes.stream().map((node) -> node.node() + ": " + outcome(node, done)).collect(Collectors.joining(", "));
	}

	private static String outcome(NodeResult node, String done) {
		return switch (node.outcome()) {
			case OK -> done;
			case QUARANTINED -> "quarantined after a restart";
			case TAKEN -> "held by " + owner(node, "another client");
			case MISSING -> "no such key";
			case RESTORED -> "the key was missing";
			case ERROR -> Objects.requireNonNullElse(node.error(), "failed");
			case TIMEOUT -> "no reply within " + node.latency().toMillis() + " ms";
			case UNANSWERED -> "no reply yet";
		};
	}

}
