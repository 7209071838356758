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

package io.github.redsync.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.redsync.RestartProtection;
import io.github.redsync.internal.acquire.LockEngine;
import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.internal.vote.RestartGuard;
import io.github.redsync.node.RedisNode;
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.time.VirtualTime;

/**
 * A simulated process whose clients acquire locks on servers in memory.
 */
public final class ClientProcess {

	/** A delay that no test reaches. */
	public static final Duration LONG = Duration.ofMinutes(5);

	public static final Duration EXPIRY = Duration.ofSeconds(8);

	private final LockEngine engine;

	private final List<RedisNode> nodes = new ArrayList<>();

	private final List<String> log;

	public ClientProcess(MemoryNodes servers, VirtualTime time, List<String> log) {
		servers.servers().forEach((server) -> this.nodes.add(server.connect(time, time)));
		this.engine = engine(this.nodes, time);
		this.log = log;
	}

	public ClientProcess(List<RedisNode> nodes, VirtualTime time, List<String> log) {
		this.nodes.addAll(nodes);
		this.engine = engine(this.nodes, time);
		this.log = log;
	}

	private static LockEngine engine(List<RedisNode> nodes, VirtualTime time) {
		return new LockEngine(
				new NodeGroup(nodes, time, time, new RestartGuard(RestartProtection.OFF, nodes.size()), null));
	}

	public LockEngine engine() {
		return this.engine;
	}

	public RecordingClient acquire(String name) {
		return acquire(name, LONG);
	}

	public RecordingClient acquire(String name, Duration wait) {
		return acquire(name, parameters(wait, Integer.MAX_VALUE, LONG));
	}

	public RecordingClient acquire(String name, LockParameters parameters) {
		return new RecordingClient(name, this.log).acquire(this.engine, "job", parameters);
	}

	public int waitQueues() {
		return this.engine.queues().count();
	}

	public static LockParameters parameters(Duration wait, int tries, Duration delay) {
		return parameters(wait, tries, delay, Duration.ZERO);
	}

	public static LockParameters parametersWithQuorumWait(Duration quorumWait) {
		return new LockParameters(EXPIRY.toMillis(), 0.01, 0.05, true, false, false, false, Long.MAX_VALUE, 0, false,
				LONG.toNanos(), Integer.MAX_VALUE, (attempt) -> Duration.ofMillis(100).toNanos(), quorumWait.toNanos(),
				false);
	}

	public static LockParameters parameters(Duration wait, int tries, Duration delay, long expiryMillis) {
		return new LockParameters(expiryMillis, 0.01, 0.05, true, false, false, false, Long.MAX_VALUE, 0, false,
				wait.toNanos(), tries, (attempt) -> delay.toNanos(), LockParameters.UNBOUNDED, false);
	}

	public static LockParameters parameters(Duration wait, int tries, Duration delay, Duration minHold) {
		return new LockParameters(EXPIRY.toMillis(), 0.01, 0.05, true, false, false, false, Long.MAX_VALUE,
				minHold.toNanos(), false, wait.toNanos(), tries, (attempt) -> delay.toNanos(), LockParameters.UNBOUNDED,
				false);
	}

}
