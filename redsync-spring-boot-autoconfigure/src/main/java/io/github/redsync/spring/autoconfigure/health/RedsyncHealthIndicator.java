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
 * Asks every node for a sign of life. Up as long as enough of them give one for a lock to
 * be granted.
 */
final class RedsyncHealthIndicator extends AbstractHealthIndicator {

	private static final Duration LIMIT = Duration.ofSeconds(1);

	private final Redsync redsync;

	RedsyncHealthIndicator(Redsync redsync) {
		super("Redsync health check failed");
		this.redsync = redsync;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		List<NodeResult> nodes = this.redsync.ping(LIMIT);
		int quorum = this.redsync.quorum();
		int total = nodes.size();
		int up = (int) nodes.stream().filter(RedsyncHealthIndicator::isUp).count();
		builder.status((up >= quorum) ? Status.UP : Status.DOWN);
		builder.withDetail("up", up).withDetail("total", total).withDetail("quorum", quorum);
		if (up < quorum) {
			builder.withDetail("reason", "No lock can be granted: of %d nodes, %d must answer and %d did. Down: %s"
				.formatted(total, quorum, up, down(nodes)));
		}
		else if (up < total) {
			builder.withDetail("degraded", true);
			builder.withDetail("reason",
					"Of %d nodes, %d did not answer. Down: %s".formatted(total, total - up, down(nodes)));
		}
		builder.withDetail("nodes", details(nodes));
	}

	private static boolean isUp(NodeResult node) {
		return node.outcome() == NodeResult.Outcome.OK;
	}

	private static String down(List<NodeResult> nodes) {
		return nodes.stream().filter((node) -> !isUp(node)).map(NodeResult::node).collect(Collectors.joining(", "));
	}

	private static Map<String, Object> details(List<NodeResult> nodes) {
		Map<String, Object> details = new LinkedHashMap<>();
		for (NodeResult node : nodes) {
			Map<String, Object> detail = new LinkedHashMap<>();
			detail.put("status", (isUp(node) ? Status.UP : Status.DOWN).getCode());
			if (!isUp(node)) {
				detail.put("error",
						(node.error() != null) ? node.error() : "No answer within " + LIMIT.toMillis() + " ms");
			}
			details.put(node.node(), detail);
		}
		return details;
	}

}
