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

package io.github.redsync.internal.wait;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

import io.github.redsync.internal.ClientProcess;
import io.github.redsync.internal.RecordingClient;
import io.github.redsync.internal.hold.HoldResult;
import io.github.redsync.internal.hold.HoldResult.Kind;
import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.ChangeListener;
import io.github.redsync.node.HandOffReplies;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.RedisNode;
import io.github.redsync.simulation.ForwardingNode;
import io.github.redsync.test.memory.MemoryNode;
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.test.time.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hand-offs of locks within a process.
 */
class HandOffTests {

	private final VirtualTime time = new VirtualTime();

	private final MemoryNodes nodes = MemoryNodes.create(3, this.time);

	private final List<String> log = new ArrayList<>();

	private final List<CountingNode> connections = new ArrayList<>();

	private final ClientProcess process = process();

	private ClientProcess process() {
		for (MemoryServer server : this.nodes.servers()) {
			this.connections.add(new CountingNode(server.connect(this.time, this.time)));
		}
		return new ClientProcess(List.<RedisNode>copyOf(this.connections), this.time, this.log);
	}

	private int requests() {
		return this.connections.stream().mapToInt((connection) -> connection.requests).sum();
	}

	@Test
	void lockIsHandedOffWithOneRequestPerNode() {
		RecordingClient holder = this.process.acquire("holder");
		RecordingClient waiter = this.process.acquire("waiter");
		int before = requests();
		HoldResult result = holder.hold().release().join();
		assertThat(result.kind()).isEqualTo(Kind.DONE);
		assertThat(waiter.isHolding()).isTrue();
		assertThat(requests() - before).isEqualTo(3);
		assertThat(this.nodes.servers()).allMatch((server) -> waiter.hold().value().equals(server.get("job")));
	}

	@Test
	void lostLockIsReportedOnReleaseAndNotHandedOff() {
		RecordingClient holder = this.process.acquire("holder");
		RecordingClient waiter = this.process.acquire("waiter");
		this.connections.forEach((connection) -> connection.ignoresChanges = true);
		this.nodes.servers().forEach((server) -> server.set("job", "foreign", null));
		HoldResult result = holder.hold().release().join();
		assertThat(result.kind()).isEqualTo(Kind.EXPIRED);
		assertThat(waiter.isWaiting()).isTrue();
		assertThat(this.nodes.servers()).allMatch((server) -> "foreign".equals(server.get("job")));
	}

	@Test
	void waiterCancelledDuringHandOffLeavesNoKey() {
		RecordingClient holder = this.process.acquire("holder");
		RecordingClient waiter = this.process.acquire("waiter");
		this.nodes.servers().forEach((server) -> server.delayRequests(Duration.ofMillis(10)));
		holder.release();
		assertThat(waiter.cancel()).isTrue();
		this.time.advance(Duration.ofMillis(50));
		assertThat(this.nodes.countOf("job")).isZero();
		assertThat(this.process.waitQueues()).isZero();
	}

	@Test
	void connectionLostDuringHandOffLeavesNoKey() {
		RecordingClient holder = this.process.acquire("holder");
		RecordingClient waiter = this.process.acquire("waiter");
		this.nodes.get(0).dropRequests();
		holder.release();
		waiter.release();
		assertThat(this.nodes.get(0).get("job")).isEqualTo("holder-0");
		this.nodes.get(0).deliver();
		this.nodes.get(0).disconnect();
		assertThat(this.nodes.countOf("job")).isZero();
	}

	@Test
	void failingValueGeneratorDoesNotPreventRelease() {
		RecordingClient holder = this.process.acquire("holder");
		RecordingClient waiter = new RecordingClient("waiter", this.log);
		int[] calls = new int[1];
		this.process.engine()
			.acquire("job", ClientProcess.parameters(ClientProcess.LONG, Integer.MAX_VALUE, ClientProcess.LONG), () -> {
				if (calls[0]++ > 0) {
					throw new IllegalStateException("No more values");
				}
				return "waiter-0";
			}, waiter);
		RecordingClient next = this.process.acquire("next");
		assertThat(holder.hold().release().join().kind()).isEqualTo(Kind.DONE);
		assertThat(waiter.failure()).hasMessage("No more values");
		this.time.advance(Duration.ofMillis(10));
		assertThat(next.isHolding()).isTrue();
	}

	/**
	 * A node that counts its requests, and can ignore change notifications.
	 */
	private static final class CountingNode extends ForwardingNode {

		private int requests;

		private boolean ignoresChanges;

		CountingNode(MemoryNode node) {
			super(node);
		}

		@Override
		public CompletionStage<NodeReply> acquire(AcquireRequest request) {
			this.requests++;
			return super.acquire(request);
		}

		@Override
		public HandOffReplies handOff(AcquireRequest request, String predecessor) {
			this.requests++;
			return this.node.handOff(request, predecessor);
		}

		@Override
		public CompletionStage<NodeReply> extend(String key, String value, long expiryMillis, boolean setAgain) {
			this.requests++;
			return super.extend(key, value, expiryMillis, setAgain);
		}

		@Override
		public CompletionStage<NodeReply> release(String key, String value) {
			this.requests++;
			return super.release(key, value);
		}

		@Override
		public CompletionStage<NodeReply> raise(String key, String value, long token, Incarnation incarnation) {
			this.requests++;
			return super.raise(key, value, token, incarnation);
		}

		@Override
		public CompletionStage<NodeReply> watch(String key) {
			this.requests++;
			return super.watch(key);
		}

		@Override
		public void setChangeListener(ChangeListener listener) {
			super.setChangeListener(new ChangeListener() {

				@Override
				public void changed(String key) {
					if (!CountingNode.this.ignoresChanges) {
						listener.changed(key);
					}
				}

				@Override
				public void lost() {
					listener.lost();
				}

			});
		}

	}

}
