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

package io.github.redsync.spring.autoconfigure.health;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.redsync.Redsync;
import io.github.redsync.node.NodeResult;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health indicator of the nodes: down if fewer than a majority reply, out of service if
 * fewer than a majority vote because nodes are quarantined after a restart, up otherwise.
 */
final class RedsyncHealthIndicator extends AbstractHealthIndicator {

	private static final Duration PING_TIMEOUT = Duration.ofSeconds(1);

	private final Redsync redsync;

	RedsyncHealthIndicator(Redsync redsync) {
		super("Redsync health check failed");
		this.redsync = redsync;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		List<NodeResult> nodes = this.redsync.ping(PING_TIMEOUT);
		Map<String, Instant> quarantined = this.redsync.quarantinedNodes();
		int quorum = this.redsync.quorum();
		int total = nodes.size();
		int up = (int) nodes.stream().filter(RedsyncHealthIndicator::isUp).count();
		int voting = (int) nodes.stream().filter((node) -> isUp(node) && !quarantined.containsKey(node.node())).count();
		builder.status(status(up, voting, quorum));
		builder.withDetail("up", up).withDetail("voting", voting).withDetail("total", total);
		builder.withDetail("quorum", quorum);
		if (voting < total) {
			builder.withDetail("reason", reason(nodes, quarantined, up, voting));
		}
		if (voting < total && voting >= quorum) {
			builder.withDetail("degraded", true);
		}
		builder.withDetail("nodes", details(nodes, quarantined));
	}

	private static Status status(int up, int voting, int quorum) {
		if (up < quorum) {
			return Status.DOWN;
		}
		return (voting < quorum) ? Status.OUT_OF_SERVICE : Status.UP;
	}

	private String reason(List<NodeResult> nodes, Map<String, Instant> quarantined, int up, int voting) {
		int quorum = this.redsync.quorum();
		int total = nodes.size();
		StringBuilder reason = new StringBuilder();
		if (up < quorum) {
			reason.append("No lock can be granted: %d of %d nodes replied, %d required.".formatted(up, total, quorum));
		}
		else if (voting < quorum) {
			reason.append("No lock can be granted: %d of %d nodes vote, %d required.".formatted(voting, total, quorum));
		}
		else if (up < total) {
			reason.append("%d of %d nodes did not reply.".formatted(total - up, total));
		}
		else {
			reason.append("%d of %d nodes do not vote.".formatted(total - voting, total));
		}
		if (up < total) {
			reason.append(" Down: ").append(down(nodes)).append((voting < up) ? "." : "");
		}
		if (voting < up) {
			reason.append(" Quarantined after a restart, until every lock that they may have lost has expired: ")
				.append(String.join(", ", quarantined.keySet()));
		}
		return reason.toString();
	}

	private static boolean isUp(NodeResult node) {
		return node.outcome() == NodeResult.Outcome.OK;
	}

	private static String down(List<NodeResult> nodes) {
		return nodes.stream().filter((node) -> !isUp(node)).map(NodeResult::node).collect(Collectors.joining(", "));
	}

	private static Map<String, Object> details(List<NodeResult> nodes, Map<String, Instant> quarantined) {
		Map<String, Object> details = new LinkedHashMap<>();
		for (NodeResult node : nodes) {
			Map<String, Object> detail = new LinkedHashMap<>();
			detail.put("status", (isUp(node) ? Status.UP : Status.DOWN).getCode());
			if (!isUp(node)) {
				detail.put("error",
						(node.error() != null) ? node.error() : "No reply within " + PING_TIMEOUT.toMillis() + " ms");
			}
			Instant until = quarantined.get(node.node());
			if (until != null) {
				detail.put("quarantinedUntil", until.toString());
			}
			details.put(node.node(), detail);
		}
		return details;
	}

}
