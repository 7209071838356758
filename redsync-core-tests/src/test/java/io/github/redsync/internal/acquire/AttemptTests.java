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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.redsync.RestartProtection;
import io.github.redsync.internal.RecordingClient;
import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.internal.vote.RestartGuard;
import io.github.redsync.node.RedisNode;
import io.github.redsync.test.memory.MemoryNode;
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.test.memory.MessageDelay;
import io.github.redsync.test.time.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attempts whose earlier replies have become obsolete. Mutual exclusion does not depend
 * on these two checks, so the simulator cannot detect a fault in them.
 */
class AttemptTests {

	private static final LockParameters ONCE = parameters(false);

	private static final LockParameters FENCED = parameters(true);

	private final VirtualTime time = new VirtualTime();

	private final MemoryNodes nodes = MemoryNodes.create(3, this.time);

	private final List<String> log = new ArrayList<>();

	/** The number of requests sent to each server. */
	private final int[] sent = new int[3];

	/** The delay of the second request to a server. */
	private long secondNanos;

	private final LockEngine engine = engine();

	private LockEngine engine() {
		List<RedisNode> connections = new ArrayList<>();
		for (MemoryServer server : this.nodes.servers()) {
			int index = connections.size();
			MemoryNode connection = server.connect(this.time, this.time);
			connection.delay(() -> (this.sent[index]++ == 1) ? this.secondNanos : 0, MessageDelay.instant());
			connections.add(connection);
		}
		return new LockEngine(new NodeGroup(connections, this.time, this.time,
				new RestartGuard(RestartProtection.OBSERVED, 3), null));
	}

	private static LockParameters parameters(boolean fenced) {
		return new LockParameters(8000, 0.01, 0.05, true, false, false, false, Long.MAX_VALUE, 0, fenced,
				LockParameters.UNBOUNDED, 1, (attempt) -> 0, LockParameters.UNBOUNDED, false);
	}

	/**
	 * Mutual exclusion follows from the quarantine of the restarted server, which votes
	 * again only after every attempt that it may have forgotten has ended. Without this
	 * check the lock would have its key on one server only, and be lost with the next
	 * extension.
	 */
	@Test
	void grantDoesNotCountAfterRestartOfItsServer() {
		MemoryServer restarted = this.nodes.get(0);
		this.nodes.get(1).set("one", "of another", null);
		this.nodes.get(2).pause();
		RecordingClient one = new RecordingClient("one", this.log).acquire(this.engine, "one", ONCE);
		this.time.advance(Duration.ofMillis(1));
		restarted.restartEmpty();
		RecordingClient two = new RecordingClient("two", this.log).acquire(this.engine, "two", ONCE);
		assertThat(restarted.get("two")).isNotNull();
		assertThat(one.isWaiting()).isTrue();
		this.nodes.get(2).resume();
		assertThat(one.refusal()).isNotNull();
		assertThat(this.nodes.get(2).get("one")).isNull();
		assertThat(two.isHolding()).isTrue();
	}

	/**
	 * Replies to an abandoned attempt lead neither to a lock, which the end of the
	 * acquisition prevents as well, nor to a second clean-up.
	 */
	@Test
	void attemptCancelledDuringTokenWriteIsReleasedOnce() {
		for (int i = 0; i < 3; i++) {
			this.nodes.get(i).set("job:fence", 10 * i + " " + this.nodes.get(i).name() + "#1", null);
		}
		this.secondNanos = Duration.ofMillis(10).toNanos();
		RecordingClient waiter = new RecordingClient("waiter", this.log).acquire(this.engine, "job", FENCED);
		assertThat(this.sent).as("acquisition, token").containsExactly(2, 1, 1);
		assertThat(waiter.cancel()).isTrue();
		assertThat(this.sent).as("with the release").containsExactly(3, 2, 2);
		// Without the key, the token is not written
		this.nodes.servers().forEach((server) -> server.evict("job"));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.sent).containsExactly(3, 2, 2);
		assertThat(this.log).isEmpty();
	}

}
