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

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.node.RedisNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the nodes whose grants do not count after a restart, and logs each of them once.
 */
final class Quarantine {

	private static final Logger logger = LoggerFactory.getLogger(Quarantine.class);

	private final NodeGroup group;

	Quarantine(NodeGroup group) {
		this.group = group;
	}

	/**
	 * Return the names of the quarantined nodes, with the time when their grants count.
	 */
	Map<String, Instant> nodes() {
		Map<String, Instant> nodes = new LinkedHashMap<>();
		for (int i = 0; i < this.group.nodes().size(); i++) {
			long left = this.group.quarantineLeftNanos(i);
			if (left > 0) {
				long now = this.group.time().currentTimeMillis();
				nodes.put(this.group.nodes().get(i).name(), Instant.ofEpochMilli(now).plusNanos(left));
			}
		}
		return nodes;
	}

	/**
	 * Log that the grant of a node did not count. A majority that is quarantined is a
	 * warning.
	 */
	void log(int index) {
		RedisNode node = this.group.nodes().get(index);
		Map<String, Instant> nodes = nodes();
		Instant until = nodes.get(node.name());
		if (until == null) {
			return;
		}
		int voting = this.group.nodes().size() - nodes.size();
		if (voting < this.group.majority()) {
			logger.warn("Node {} has restarted, so its votes do not count until {}: only {} of {} nodes vote, {} are "
					+ "required, so no lock is granted. Restart nodes one at a time, each after the longest expiry",
					node.name(), until, voting, this.group.nodes().size(), this.group.majority());
		}
		else {
			logger.info("Node {} has restarted, so its votes do not count until {}, when every lock that it may have "
					+ "forgotten has expired", node.name(), until);
		}
	}

}
