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

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.redsync.internal.hold.Hold;
import io.github.redsync.simulation.Bounds.Fencing;
import io.github.redsync.simulation.Choice.Kind;
import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.test.time.VirtualTime;
import org.jspecify.annotations.Nullable;

/**
 * A bounded world, in which the next event is chosen by the caller.
 */
final class BoundedWorld {

	private final Bounds bounds;

	private final Mutant mutant;

	private final VirtualTime time = new VirtualTime();

	private final List<MemoryServer> servers = new ArrayList<>();

	private final List<BoundedClient> clients = new ArrayList<>();

	/** For each server a hash of the number and the times of its restarts. */
	private final long[] restarted;

	private final Set<String> values = new HashSet<>();

	private int ticks;

	private int disconnects;

	private int restarts;

	private int saves;

	private int absences;

	/** For each server the hash of its snapshot, without and with the clients swapped. */
	private final long[][] saved;

	private final boolean[] absent;

	private boolean restored;

	private long lastToken = -1;

	private @Nullable String violation;

	BoundedWorld(Bounds bounds, Mutant mutant) {
		this.bounds = bounds;
		this.mutant = mutant;
		this.disconnects = bounds.disconnects();
		this.restarts = bounds.restarts();
		this.saves = bounds.faultCounts().saves();
		this.absences = bounds.faultCounts().absences();
		this.saved = new long[bounds.servers()][2];
		this.absent = new boolean[bounds.servers()];
		this.restarted = new long[bounds.servers()];
		for (int i = 0; i < bounds.servers(); i++) {
			this.servers.add(new MemoryServer("n" + i, this.time.undisturbed()));
			this.servers.get(i).stepClock(Duration.ofMillis(bounds.skewMillis(i)));
			if (bounds.fencing() == Fencing.KNOWN_NAME) {
				this.servers.get(i).set("lock:fence", "1 " + this.servers.get(i).name() + "#1", null);
			}
		}
		// A restart is recognized by the age of the server
		this.time.pause(Duration.ofHours(1));
		for (int i = 0; i < bounds.clients(); i++) {
			this.clients.add(new BoundedClient(this, i));
		}
	}

	/**
	 * Return all choices in the present state; none after a violation.
	 */
	List<Choice> choices() {
		List<Choice> choices = new ArrayList<>();
		if (this.violation != null) {
			return choices;
		}
		boolean mayBegin = true;
		for (BoundedClient client : this.clients) {
			client.addChoices(choices, mayBegin, this.disconnects > 0);
			mayBegin &= !this.bounds.sequential() || client.isFinished();
		}
		if (this.ticks < this.bounds.ticks()) {
			choices.add(Choice.of(Kind.TICK));
		}
		for (int i = 0; i < this.servers.size(); i++) {
			addFaults(choices, i);
		}
		return choices;
	}

	private void addFaults(List<Choice> choices, int server) {
		boolean hasSaved = this.saved[server][0] != 0;
		if (this.restarts > 0) {
			choices.add(new Choice(Kind.RESTART, 0, server));
			if (hasSaved) {
				choices.add(new Choice(Kind.RESTORE, 0, server));
			}
			if (this.saves > 0 && this.saved[server][0] != keys(server, false)) {
				choices.add(new Choice(Kind.SAVE, 0, server));
			}
		}
		if (this.absent[server]) {
			choices.add(new Choice(Kind.REJOIN, 0, server));
		}
		else if (this.absences > 0) {
			choices.add(new Choice(Kind.LEAVE, 0, server));
		}
	}

	void choose(Choice choice) {
		repeat(choice);
		check();
	}

	/**
	 * Repeat a choice on a path that is known to have no violation.
	 */
	void repeat(Choice choice) {
		switch (choice.kind()) {
			case TICK -> tick();
			case RESTART, RESTORE -> restart(choice.index(), choice.kind() == Kind.RESTORE);
			case SAVE -> save(choice.index());
			case LEAVE -> leave(choice.index());
			case REJOIN -> rejoin(choice.index());
			case DISCONNECT -> {
				this.disconnects--;
				this.clients.get(choice.client()).choose(choice);
			}
			default -> this.clients.get(choice.client()).choose(choice);
		}
		this.clients.forEach(BoundedClient::settle);
	}

	private void tick() {
		this.ticks++;
		this.time.pause(Duration.ofMillis(this.bounds.tickMillis()));
	}

	private void restart(int index, boolean keys) {
		this.restarts--;
		this.restarted[index] = Fingerprint.mix(this.restarted[index], this.ticks + 1);
		if (keys) {
			this.restored = true;
			this.servers.get(index).restartFromSnapshot();
		}
		else {
			this.servers.get(index).restartEmpty();
		}
		connections(index).forEach(OrderedConnection::disconnect);
	}

	private void save(int index) {
		this.saves--;
		this.saved[index] = new long[] { keys(index, false), keys(index, true) };
		this.servers.get(index).saveSnapshot();
	}

	private void leave(int index) {
		this.absences--;
		this.absent[index] = true;
		connections(index).forEach(OrderedConnection::leave);
	}

	private void rejoin(int index) {
		this.absent[index] = false;
		connections(index).forEach(OrderedConnection::rejoin);
	}

	private List<OrderedConnection> connections(int server) {
		List<OrderedConnection> connections = new ArrayList<>();
		this.clients.forEach((client) -> connections.addAll(client.connections()));
		connections.removeIf((connection) -> connection.server() != server);
		return connections;
	}

	void granted(BoundedClient client, Hold hold) {
		this.values.add(hold.value());
		if (client.isValid()) {
			this.clients.stream().filter((other) -> other != client).forEach(BoundedClient::overtake);
			if (this.bounds.fenced() && hold.token() <= this.lastToken) {
				fail(client + " got token " + hold.token() + " after " + this.lastToken);
			}
			this.lastToken = hold.token();
		}
	}

	private void check() {
		int valid = 0;
		for (BoundedClient client : this.clients) {
			if (client.isValid()) {
				valid++;
				checkLease(client);
			}
		}
		if (valid > 1) {
			fail(valid + " clients hold valid leases at the same time");
		}
	}

	private void checkLease(BoundedClient client) {
		if (client.isOvertaken()) {
			fail(client + " is valid although another client held the lock since");
		}
		if (this.restarts == this.bounds.restarts()) {
			String value = this.mutant.stored(Objects.requireNonNull(client.hold()).value());
			int having = 0;
			for (MemoryServer server : this.servers) {
				having += value.equals(server.get("lock")) ? 1 : 0;
			}
			if (having < this.bounds.majority()) {
				fail(client + " is valid although only " + having + " servers have its key");
			}
		}
	}

	/**
	 * Check that no key is left in a final state.
	 */
	void checkEnd() {
		if (this.restored) {
			// A key that a restarted server has restored ends by its time to live
			return;
		}
		for (MemoryServer server : this.servers) {
			if (server.get("lock") != null) {
				fail("In the final state " + server + " still has the key of " + server.get("lock"));
			}
		}
	}

	void fail(String what) {
		if (this.violation == null) {
			this.violation = what;
		}
	}

	@Nullable String violation() {
		return this.violation;
	}

	boolean wasGranted(String value) {
		return this.values.contains(value);
	}

	/**
	 * Return the hash of the state: the servers, the connections, the clients, and the
	 * faults that are still possible. Times are relative to the present, except the
	 * number of ticks.
	 * @param swapped whether to swap the two clients
	 */
	long hash(boolean swapped) {
		long left = this.disconnects * 1000L + this.restarts * 100L + this.saves * 10L + this.absences;
		long hash = Fingerprint.mix(Fingerprint.mix(this.ticks, left), this.lastToken);
		for (int i = 0; i < this.servers.size(); i++) {
			hash = Fingerprint.mix(hash, hash(i, swapped));
			for (int j = 0; j < this.clients.size(); j++) {
				hash = Fingerprint.mix(hash, client(j, swapped).hash(i, swapped));
			}
		}
		for (int j = 0; j < this.clients.size(); j++) {
			hash = Fingerprint.mix(hash, client(j, swapped).hash());
		}
		return hash;
	}

	private BoundedClient client(int index, boolean swapped) {
		return this.clients.get(swapped ? 1 - index : index);
	}

	private long hash(int index, boolean swapped) {
		long hash = Fingerprint.mix(keys(index, swapped), this.restarted[index]);
		long savedKeys = swapped ? this.saved[index][1] : this.saved[index][0];
		return Fingerprint.mix(hash, savedKeys * 2 + ((this.absent[index]) ? 1 : 0));
	}

	/**
	 * Return the hash of the keys of a server.
	 */
	private long keys(int index, boolean swapped) {
		MemoryServer server = this.servers.get(index);
		long hash = Fingerprint.ofValue(server.get("lock"), swapped);
		Duration left = server.timeLeft("lock");
		hash = Fingerprint.mix(hash, (left != null) ? left.toMillis() : -1);
		String counter = this.bounds.fenced() ? server.get("lock:fence") : null;
		hash = Fingerprint.mix(hash,
				(counter != null) ? Long.parseLong(counter.substring(0, counter.indexOf(' '))) : -1);
		return Fingerprint.mix(hash,
				(counter != null) ? Long.parseLong(counter.substring(counter.indexOf('#') + 1)) : -1);
	}

	int ticks() {
		return this.ticks;
	}

	Bounds bounds() {
		return this.bounds;
	}

	Mutant mutant() {
		return this.mutant;
	}

	VirtualTime time() {
		return this.time;
	}

	List<MemoryServer> servers() {
		return this.servers;
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("at " + this.ticks);
		this.servers.forEach((server) -> text.append(", ").append(server).append('=').append(server.get("lock")));
		return text.toString();
	}

}
