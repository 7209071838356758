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

import io.github.redsync.node.RedisNode;
import io.github.redsync.quorum.Acquisition;
import io.github.redsync.quorum.AcquisitionListener;
import io.github.redsync.quorum.Hold;
import io.github.redsync.quorum.HoldListener;
import io.github.redsync.quorum.LockEngine;
import io.github.redsync.quorum.Loss;
import io.github.redsync.quorum.NodeGroup;
import io.github.redsync.quorum.Refusal;
import io.github.redsync.quorum.RestartGuard;
import io.github.redsync.quorum.TimeSource;
import io.github.redsync.simulation.Choice.Kind;
import io.github.redsync.test.memory.MemoryServer;
import org.jspecify.annotations.Nullable;

/**
 * A client of a small world: it acquires the lock once, may extend it, and releases it.
 */
final class BoundedClient implements AcquisitionListener, HoldListener, MutantContext {

	private final BoundedWorld world;

	private final int number;

	private final ClientState knowledge;

	private final List<OrderedConnection> lanes = new ArrayList<>();

	private final LockEngine engine;

	private final BoundedTimers timers;

	private int attempts;

	private int extensions;

	private boolean over;

	private boolean overtaken;

	private String attempt = "";

	private @Nullable Acquisition acquisition;

	private @Nullable Hold hold;

	BoundedClient(BoundedWorld world, int number) {
		this.world = world;
		this.number = number;
		this.extensions = world.bounds().extensions();
		this.knowledge = new ClientState(world.servers().size());
		this.timers = new BoundedTimers(world.time(), this.knowledge);
		Mutant mutant = world.mutant();
		TimeSource clock = mutant.clock(world.time());
		List<RedisNode> nodes = new ArrayList<>();
		for (int i = 0; i < world.servers().size(); i++) {
			int index = i;
			MemoryServer server = world.servers().get(i);
			nodes.add(mutant.node(lane(index, server), () -> lane(index, server), server, this));
		}
		this.engine = new LockEngine(new NodeGroup(mutant.nodes(nodes), clock, this.timers,
				new RestartGuard(mutant.guard(world.bounds().guard()), nodes.size()), null));
	}

	private OrderedConnection lane(int index, MemoryServer server) {
		OrderedConnection lane = new OrderedConnection(this, index,
				server.connect(this.world.time(), this.world.time()));
		this.lanes.add(lane);
		return lane;
	}

	/**
	 * Add what can happen to the client now.
	 * @param turn whether it may begin
	 * @param cuts whether its connections may be cut
	 */
	void addChoices(List<Choice> choices, boolean turn, boolean cuts) {
		if (this.acquisition == null) {
			if (turn) {
				add(choices, Kind.BEGIN, 0);
			}
		}
		else if (this.hold == null && !this.over) {
			add(choices, Kind.GIVE_UP, 0);
		}
		else if (!this.over) {
			add(choices, Kind.RELEASE, 0);
			if (this.extensions > 0) {
				add(choices, Kind.EXTEND, 0);
			}
		}
		for (int i = 0; i < this.lanes.size(); i++) {
			OrderedConnection lane = this.lanes.get(i);
			if (lane.hasRequest()) {
				add(choices, Kind.REQUEST, i);
			}
			if (lane.hasReply()) {
				add(choices, Kind.REPLY, i);
			}
			if (cuts && (lane.hasRequest() || lane.hasReply())) {
				add(choices, Kind.CUT, i);
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
			case GIVE_UP -> giveUp();
			case EXTEND -> extend();
			case RELEASE -> release();
			case REQUEST -> this.lanes.get(choice.index()).deliverRequest();
			case REPLY -> this.lanes.get(choice.index()).deliverReply();
			case TIMER -> this.timers.call(choice.index());
			case CUT -> this.lanes.get(choice.index()).cut();
			default -> throw new IllegalArgumentException(choice.toString());
		}
	}

	/**
	 * Put an end to what an event has brought about.
	 */
	void settle() {
		this.lanes.forEach(OrderedConnection::forgetUnawaited);
		this.knowledge.settle(this.world.ticks());
	}

	private void begin() {
		this.acquisition = this.engine.acquire("lock", this.world.mutant().terms(this.world.bounds().terms()),
				() -> this.number + ".1-" + ++this.attempts, this);
	}

	/**
	 * Note that a request of an attempt is sent. Where no client waits, the timers of
	 * earlier ones find nothing to do.
	 */
	void attempts(String value) {
		if (!value.equals(this.attempt)) {
			this.attempt = value;
			if (this.world.bounds().attempts() == 1 && this.world.bounds().restarts() == 0) {
				this.timers.clear();
				this.knowledge.forget();
			}
			this.knowledge.does(this.attempts);
		}
	}

	private void giveUp() {
		if (Objects.requireNonNull(this.acquisition).cancel()) {
			end();
		}
	}

	@Override
	public void onGranted(Hold granted) {
		this.hold = granted;
		this.knowledge.does(Kind.BEGIN.name().hashCode());
		if (this.world.bounds().attempts() == 1) {
			// There is only the limit of the ballot, which has nothing to decide any more
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
		this.knowledge.does(Kind.EXTEND.name().hashCode());
		Objects.requireNonNull(this.hold).extend();
	}

	private void release() {
		Objects.requireNonNull(this.hold).release();
		end();
	}

	@Override
	public void onExtended(boolean extended) {
		this.knowledge.does(extended ? 1 : 2);
	}

	@Override
	public void onLost(Loss loss) {
		end();
	}

	@Override
	public void onReleased() {
	}

	private void end() {
		this.over = true;
		this.timers.close();
		this.knowledge.forget();
	}

	@Override
	public boolean wasGranted(String value) {
		return this.world.wasGranted(value);
	}

	@Override
	public void later(Runnable task) {
		throw new UnsupportedOperationException("Nothing happens of itself in a small world");
	}

	boolean isValid() {
		return this.hold != null && !this.over && this.hold.leftNanos() > 0;
	}

	Bounds bounds() {
		return this.world.bounds();
	}

	String name() {
		return this.number + ".";
	}

	/**
	 * Return whether the client is at its end, and nothing of it is still on its way.
	 */
	boolean hasLeft() {
		return this.over && this.lanes.stream().noneMatch(OrderedConnection::hasRequest);
	}

	boolean isOver() {
		return this.over;
	}

	/**
	 * Note that another has got the lock.
	 */
	void overtake() {
		this.overtaken |= this.hold != null && !this.over;
	}

	boolean isOvertaken() {
		return this.overtaken;
	}

	ClientState knowledge() {
		return this.knowledge;
	}

	List<OrderedConnection> lanes() {
		return this.lanes;
	}

	@Nullable Hold hold() {
		return this.hold;
	}

	/**
	 * Return the hash of what the client has to do with a server.
	 */
	long hash(int server, boolean swapped) {
		long hash = this.knowledge.hash(server);
		for (OrderedConnection lane : this.lanes) {
			hash = (lane.server() == server) ? Fingerprint.mix(hash, lane.hash(swapped)) : hash;
		}
		return hash;
	}

	/**
	 * Return the hash of everything else.
	 */
	long hash() {
		long hash = ((this.acquisition != null) ? 1 : 0) + (this.over ? 2 : 0) + (this.overtaken ? 4 : 0)
				+ this.extensions * 8L;
		return this.timers.hash(Fingerprint.mix(hash, this.knowledge.hash()));
	}

	@Override
	public String toString() {
		return "client " + this.number;
	}

}
