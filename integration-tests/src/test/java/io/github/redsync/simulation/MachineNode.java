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

package io.github.redsync.simulation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.ChangeListener;
import io.github.redsync.node.HandOffReplies;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.RedisNode;
import io.github.redsync.test.memory.MemoryNode;
import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a machine to a server. Answers reach the process only while it runs.
 */
final class MachineNode implements RedisNode {

	private final SimulatedMachine machine;

	private final MemoryNode node;

	MachineNode(SimulatedMachine machine, MemoryServer server, TimeSource clock, RandomMessageDelay requests) {
		this.machine = machine;
		this.node = server.connect(clock, machine.world().time(), machine.world().time());
		this.node.travel(requests, new RandomMessageDelay(machine.world()));
	}

	@Override
	public String name() {
		return this.node.name();
	}

	@Override
	public boolean isUp() {
		return this.node.isUp();
	}

	@Override
	public @Nullable Incarnation incarnation() {
		return this.node.incarnation();
	}

	@Override
	public CompletionStage<NodeReply> acquire(AcquireRequest request) {
		return answer("acquire", request.value(), this.node.acquire(request));
	}

	@Override
	public CompletionStage<NodeReply> extend(String key, String value, long expiryMillis, boolean setAgain) {
		return answer(setAgain ? "setAgain" : "extend", value, this.node.extend(key, value, expiryMillis, setAgain));
	}

	@Override
	public CompletionStage<NodeReply> release(String key, String value) {
		return answer("release", value, this.node.release(key, value));
	}

	@Override
	public HandOffReplies handOff(AcquireRequest request, String predecessor) {
		HandOffReplies handOff = this.node.handOff(request, predecessor);
		return new HandOffReplies(answer("passOn", predecessor, handOff.released()),
				answer("takeOver", request.value(), handOff.acquired()));
	}

	@Override
	public CompletionStage<NodeReply> watch(String key) {
		return answer("watch", key, this.node.watch(key));
	}

	/**
	 * What the process is told comes late while it stands still, and sometimes twice or
	 * not at all.
	 */
	@Override
	public void setChangeListener(ChangeListener listener) {
		this.node.setChangeListener(new ChangeListener() {

			@Override
			public void changed(String key) {
				for (int i = MachineNode.this.machine.world().below(8); i > 0; i /= 7) {
					tell(() -> listener.changed(key));
				}
			}

			@Override
			public void lost() {
				tell(listener::lost);
			}

		});
	}

	private void tell(Runnable notice) {
		this.machine.world().trace(this.machine + " is told by " + name());
		this.machine.answer(notice);
	}

	@Override
	public CompletionStage<NodeReply> raise(String key, String value, long token, Incarnation incarnation) {
		return answer("raise", value, this.node.raise(key, value, token, incarnation));
	}

	@Override
	public CompletionStage<NodeReply> inspect(String key) {
		return answer("inspect", key, this.node.inspect(key));
	}

	@Override
	public CompletionStage<NodeReply> ping() {
		return answer("ping", "", this.node.ping());
	}

	private CompletionStage<NodeReply> answer(String question, String value, CompletionStage<NodeReply> stage) {
		World world = this.machine.world();
		if (world.isTraced()) {
			world.trace(value + " -> " + name() + " " + question);
		}
		CompletableFuture<NodeReply> future = new CompletableFuture<>();
		stage.whenComplete((reply, failure) -> this.machine.answer(() -> {
			if (world.isTraced()) {
				world.trace(value + " <- " + name() + " " + question + " " + ((reply != null) ? reply : failure));
			}
			if (reply != null) {
				future.complete(reply);
			}
			else {
				future.completeExceptionally(failure);
			}
		}));
		return future;
	}

	void disconnect() {
		this.node.disconnect();
	}

	@Override
	public void close() {
		this.node.close();
	}

}
