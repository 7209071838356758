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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.redsync.internal.acquire.Acquisition;
import io.github.redsync.internal.acquire.AcquisitionListener;
import io.github.redsync.internal.acquire.LockEngine;
import io.github.redsync.internal.acquire.Refusal;
import io.github.redsync.internal.hold.Hold;
import io.github.redsync.internal.hold.HoldListener;
import io.github.redsync.internal.hold.Loss;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.internal.vote.RestartGuard;
import io.github.redsync.node.RedisNode;
import io.github.redsync.simulation.Choice.Kind;
import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A client of a bounded world: it acquires the lock once, may extend it, and releases it.
 */
final class BoundedClient implements AcquisitionListener, HoldListener, MutantContext {

	private final BoundedWorld world;

	private final int number;

	private final ClientState state;

	private final List<OrderedConnection> connections = new ArrayList<>();

	private final LockEngine engine;

	private final BoundedTimers timers;

	private int attempts;

	private int extensions;

	private boolean ended;

	private boolean overtaken;

	private String lastAttempt = "";

	private @Nullable Acquisition acquisition;

	private @Nullable Hold hold;

	BoundedClient(BoundedWorld world, int number) {
		this.world = world;
		this.number = number;
		this.extensions = world.bounds().extensions();
		this.state = new ClientState(world.servers().size());
		this.timers = new BoundedTimers(world.time(), this.state);
		Mutant mutant = world.mutant();
		TimeSource clock = mutant.clock(world.time());
		List<RedisNode> nodes = new ArrayList<>();
		for (int i = 0; i < world.servers().size(); i++) {
			int index = i;
			MemoryServer server = world.servers().get(i);
			nodes.add(mutant.node(connect(index, server), () -> connect(index, server), server, this));
		}
		this.engine = new LockEngine(new NodeGroup(mutant.nodes(nodes), clock, this.timers,
				new RestartGuard(mutant.guard(world.bounds().guard()), nodes.size()), null));
	}

	private OrderedConnection connect(int index, MemoryServer server) {
		OrderedConnection connection = new OrderedConnection(this, index,
				server.connect(this.world.time(), this.world.time()));
		this.connections.add(connection);
		return connection;
	}

	/**
	 * Add the choices that this client has now.
	 * @param mayBegin whether it may begin
	 * @param mayDisconnect whether its connections may be lost
	 */
	void addChoices(List<Choice> choices, boolean mayBegin, boolean mayDisconnect) {
		if (this.acquisition == null) {
			if (mayBegin) {
				add(choices, Kind.BEGIN, 0);
			}
		}
		else if (this.hold == null && !this.ended) {
			add(choices, Kind.CANCEL, 0);
		}
		else if (!this.ended) {
			add(choices, Kind.RELEASE, 0);
			if (this.extensions > 0) {
				add(choices, Kind.EXTEND, 0);
			}
		}
		for (int i = 0; i < this.connections.size(); i++) {
			OrderedConnection connection = this.connections.get(i);
			if (connection.hasRequest()) {
				add(choices, Kind.REQUEST, i);
			}
			if (connection.hasReply()) {
				add(choices, Kind.REPLY, i);
			}
			if (mayDisconnect && (connection.hasRequest() || connection.hasReply())) {
				add(choices, Kind.DISCONNECT, i);
			}
		}
		for (int i = 0; i < this.timers.size(); i++) {
			if (this.timers.isDue(i)) {
				add(choices, Kind.TIMER, i);
			}
		}
	}

	private void add(List<Choice> choices, Kind kind, int index) {
		choices.add(new Choice(kind, this.number, index));
	}

	void choose(Choice choice) {
		switch (choice.kind()) {
			case BEGIN -> begin();
			case CANCEL -> cancel();
			case EXTEND -> extend();
			case RELEASE -> release();
			case REQUEST -> this.connections.get(choice.index()).deliverRequest();
			case REPLY -> this.connections.get(choice.index()).deliverReply();
			case TIMER -> this.timers.call(choice.index());
			case DISCONNECT -> this.connections.get(choice.index()).disconnect();
			default -> throw new IllegalArgumentException(choice.toString());
		}
	}

	/**
	 * End the processing of one event.
	 */
	void settle() {
		this.connections.forEach(OrderedConnection::removeUnawaitedReplies);
		this.state.endEvent(this.world.ticks());
	}

	private void begin() {
		this.acquisition = this.engine.acquire("lock", this.world.mutant().parameters(this.world.bounds().parameters()),
				() -> this.number + ".1-" + ++this.attempts, this);
	}

	/**
	 * Record that an acquisition request is sent. In a world without waiting clients, the
	 * timers of earlier attempts have no effect and are removed.
	 */
	void attemptRequested(String value) {
		if (!value.equals(this.lastAttempt)) {
			this.lastAttempt = value;
			if (this.world.bounds().attempts() == 1 && this.world.bounds().restarts() == 0) {
				this.timers.clear();
				this.state.clear();
			}
			this.state.recordAction(this.attempts);
		}
	}

	private void cancel() {
		if (Objects.requireNonNull(this.acquisition).cancel()) {
			end();
		}
	}

	@Override
	public void onGranted(Hold granted) {
		this.hold = granted;
		this.state.recordAction(Kind.BEGIN.name().hashCode());
		if (this.world.bounds().attempts() == 1) {
			// The only timer is the limit of the ballot, which is decided
			this.timers.clear();
		}
		this.world.granted(this, granted);
		if (this.extensions > 0) {
			granted.watch(this);
		}
	}

	@Override
	public void onRefused(Refusal refusal) {
		end();
	}

	@Override
	public void onFailed(RuntimeException failure) {
		this.world.fail(this + " failed: " + failure);
	}

	private void extend() {
		this.extensions--;
		this.state.recordAction(Kind.EXTEND.name().hashCode());
		Objects.requireNonNull(this.hold).extend();
	}

	private void release() {
		Objects.requireNonNull(this.hold).release();
		end();
	}

	@Override
	public void onExtended(boolean extended) {
		this.state.recordAction(extended ? 1 : 2);
	}

	@Override
	public void onLost(Loss loss) {
		end();
	}

	@Override
	public void onReleased() {
	}

	private void end() {
		this.ended = true;
		this.timers.close();
		this.state.clear();
	}

	@Override
	public boolean wasGranted(String value) {
		return this.world.wasGranted(value);
	}

	@Override
	public void later(Runnable task) {
		throw new UnsupportedOperationException("Delayed tasks are not supported in a bounded world");
	}

	boolean isValid() {
		return this.hold != null && !this.ended && this.hold.leftNanos() > 0;
	}

	Bounds bounds() {
		return this.world.bounds();
	}

	String name() {
		return this.number + ".";
	}

	/**
	 * Return whether the client has ended and has no undelivered requests.
	 */
	boolean isFinished() {
		return this.ended && this.connections.stream().noneMatch(OrderedConnection::hasRequest);
	}

	boolean isEnded() {
		return this.ended;
	}

	/**
	 * Record that the lock was granted to the other client.
	 */
	void overtake() {
		this.overtaken |= this.hold != null && !this.ended;
	}

	boolean isOvertaken() {
		return this.overtaken;
	}

	ClientState state() {
		return this.state;
	}

	List<OrderedConnection> connections() {
		return this.connections;
	}

	@Nullable Hold hold() {
		return this.hold;
	}

	/**
	 * Return the hash of the client's state that concerns one server.
	 */
	long hash(int server, boolean swapped) {
		long hash = this.state.hash(server);
		for (OrderedConnection connection : this.connections) {
			hash = (connection.server() == server) ? Fingerprint.mix(hash, connection.hash(swapped)) : hash;
		}
		return hash;
	}

	/**
	 * Return the hash of the client's state that concerns no server.
	 */
	long hash() {
		long hash = ((this.acquisition != null) ? 1 : 0) + (this.ended ? 2 : 0) + (this.overtaken ? 4 : 0)
				+ this.extensions * 8L;
		return this.timers.hash(Fingerprint.mix(hash, this.state.hash()));
	}

	@Override
	public String toString() {
		return "client " + this.number;
	}

}
