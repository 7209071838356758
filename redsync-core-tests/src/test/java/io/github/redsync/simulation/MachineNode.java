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
import io.github.redsync.test.memory.MemoryNode;
import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.time.TimeSource;

/**
 * The connection of a machine to a server. Replies reach the process only while it runs.
 */
final class MachineNode extends ForwardingNode {

	private final SimulatedMachine machine;

	MachineNode(SimulatedMachine machine, MemoryServer server, TimeSource clock, RandomMessageDelay requests) {
		super(connect(machine.world(), server, clock, requests));
		this.machine = machine;
	}

	private static MemoryNode connect(World world, MemoryServer server, TimeSource clock, RandomMessageDelay requests) {
		MemoryNode node = server.connect(clock, world.time(), world.time());
		node.delay(requests, new RandomMessageDelay(world));
		return node;
	}

	@Override
	public CompletionStage<NodeReply> acquire(AcquireRequest request) {
		return forward("acquire", request.value(), this.node.acquire(request));
	}

	@Override
	public CompletionStage<NodeReply> extend(String key, String value, long expiryMillis, boolean setAgain) {
		return forward(setAgain ? "setAgain" : "extend", value, this.node.extend(key, value, expiryMillis, setAgain));
	}

	@Override
	public CompletionStage<NodeReply> release(String key, String value) {
		return forward("release", value, this.node.release(key, value));
	}

	@Override
	public HandOffReplies handOff(AcquireRequest request, String predecessor) {
		HandOffReplies handOff = this.node.handOff(request, predecessor);
		return new HandOffReplies(forward("handOff release", predecessor, handOff.released()),
				forward("handOff acquire", request.value(), handOff.acquired()));
	}

	@Override
	public CompletionStage<NodeReply> watch(String key) {
		return forward("watch", key, this.node.watch(key));
	}

	/**
	 * Deliver each change notification once, twice or not at all. A paused process
	 * receives it when it resumes.
	 */
	@Override
	public void setChangeListener(ChangeListener listener) {
		this.node.setChangeListener(new ChangeListener() {

			@Override
			public void changed(String key) {
				for (int i = MachineNode.this.machine.world().below(8); i > 0; i /= 7) {
					receiveNotification(() -> listener.changed(key));
				}
			}

			@Override
			public void lost() {
				receiveNotification(listener::lost);
			}

		});
	}

	private void receiveNotification(Runnable notification) {
		this.machine.world().trace(this.machine + " receives a change notification from " + name());
		this.machine.deliver(notification);
	}

	@Override
	public CompletionStage<NodeReply> raise(String key, String value, long token, Incarnation incarnation) {
		return forward("raise", value, this.node.raise(key, value, token, incarnation));
	}

	@Override
	public CompletionStage<NodeReply> inspect(String key) {
		return forward("inspect", key, this.node.inspect(key));
	}

	@Override
	public CompletionStage<NodeReply> ping() {
		return forward("ping", "", this.node.ping());
	}

	private CompletionStage<NodeReply> forward(String operation, String value, CompletionStage<NodeReply> stage) {
		World world = this.machine.world();
		if (world.isTraced()) {
			world.trace(value + " -> " + name() + " " + operation);
		}
		CompletableFuture<NodeReply> future = new CompletableFuture<>();
		stage.whenComplete((reply, failure) -> this.machine.deliver(() -> {
			if (world.isTraced()) {
				world.trace(value + " <- " + name() + " " + operation + " " + ((reply != null) ? reply : failure));
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

}
