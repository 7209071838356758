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

package io.github.redsync.test.memory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.ChangeListener;
import io.github.redsync.node.HandOffReplies;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.RedisNode;
import io.github.redsync.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one client to a {@link MemoryServer}. It does what the driver for
 * real servers does: requests take effect in order and at most once, an acquisition that
 * was given up is not sent any more, and a release of which it is not known whether it
 * arrived is sent again on the next connection. Safe for use by many threads.
 */
public final class MemoryNode implements RedisNode {

	private final MemoryServer server;

	private final TimeSource time;

	private final MessageChannel requests;

	private final MessageChannel replies;

	private final Set<MemoryRequest> unanswered = new LinkedHashSet<>();

	private final List<MemoryRequest> undelivered = new ArrayList<>();

	private @Nullable MessageDelay ownRequests;

	private @Nullable MessageDelay ownReplies;

	private @Nullable Incarnation incarnation;

	private boolean closed;

	private volatile @Nullable ChangeListener listener;

	MemoryNode(MemoryServer server, TimeSource time, MessageChannel requests, MessageChannel replies) {
		this.server = server;
		this.time = time;
		this.requests = requests;
		this.replies = replies;
	}

	@Override
	public String name() {
		return this.server.name();
	}

	@Override
	public boolean isUp() {
		return !this.server.isRefusing() && !this.server.isHung() && !isClosed();
	}

	@Override
	public CompletionStage<NodeReply> acquire(AcquireRequest request) {
		MemoryRequest call = new MemoryRequest((store, life) -> store.acquire(request, life));
		if (request.isAbandoned()) {
			call.fail("The attempt was given up", true);
			return call.answer();
		}
		return submit(call);
	}

	@Override
	public CompletionStage<NodeReply> extend(String key, String value, long expiryMillis, boolean restore) {
		return submit(new MemoryRequest((store, life) -> store.extend(key, value, expiryMillis, restore)));
	}

	@Override
	public CompletionStage<NodeReply> release(String key, String value) {
		MemoryRequest.Action release = (store, life) -> store.release(key, value);
		return submit(new MemoryRequest(release, release));
	}

	@Override
	public HandOffReplies handOff(AcquireRequest request, String predecessor) {
		if (request.isAbandoned()) {
			return RedisNode.super.handOff(request, predecessor);
		}
		NodeReply[] released = new NodeReply[1];
		CompletionStage<NodeReply> acquired = submit(new MemoryRequest((store, life) -> {
			released[0] = store.release(request.key(), predecessor);
			return store.acquire(request, life);
		}, (store, life) -> store.release(request.key(), predecessor)));
		return new HandOffReplies(acquired.thenApply((reply) -> released[0]), acquired);
	}

	@Override
	public CompletionStage<NodeReply> raise(String key, String value, long token, Incarnation granting) {
		MemoryRequest call = new MemoryRequest((store, life) -> store.raise(key, value, token, life));
		Incarnation connected = incarnation();
		if (connected == null || !connected.id().equals(granting.id())) {
			call.fail("The server has restarted since it granted the lock", true);
			return call.answer();
		}
		return submit(call);
	}

	@Override
	public synchronized @Nullable Incarnation incarnation() {
		return this.incarnation;
	}

	@Override
	public CompletionStage<NodeReply> inspect(String key) {
		return submit(new MemoryRequest((store, life) -> store.inspect(key)));
	}

	@Override
	public CompletionStage<NodeReply> ping() {
		return submit(new MemoryRequest((store, life) -> NodeReply.of(Status.PONG)));
	}

	@Override
	public CompletionStage<NodeReply> watch(String key) {
		return submit(new MemoryRequest((store, life) -> store.watch(key, this)));
	}

	@Override
	public void setChangeListener(ChangeListener listener) {
		this.listener = listener;
	}

	/**
	 * Tell that a key has changed.
	 */
	void tell(String key) {
		ChangeListener told = this.listener;
		if (told != null) {
			MessageDelay travel;
			synchronized (this) {
				travel = (this.ownReplies != null) ? this.ownReplies : this.server.replies();
			}
			this.replies.send(travel.nanos(), () -> told.changed(key));
		}
	}

	/**
	 * Let the messages of this client alone travel in another way than those of the
	 * others.
	 * @param requests how its requests travel, or {@code null} for as all do
	 * @param replies how the answers to it travel, or {@code null} for as all do
	 */
	public synchronized void travel(@Nullable MessageDelay requests, @Nullable MessageDelay replies) {
		this.ownRequests = requests;
		this.ownReplies = replies;
	}

	/**
	 * Let messages travel as those of all clients do.
	 * @param restarted whether to connect again as if for the first time
	 */
	void heal(boolean restarted) {
		travel(null, null);
		if (restarted) {
			synchronized (this) {
				this.incarnation = null;
			}
			disconnect();
		}
	}

	/**
	 * Lose this connection and make it anew.
	 * @see MemoryServer#disconnect()
	 */
	public void disconnect() {
		List<MemoryRequest> failed;
		synchronized (this) {
			this.requests.clear();
			this.replies.clear();
			failed = List.copyOf(this.unanswered);
			this.unanswered.clear();
			failed.forEach(this::keep);
		}
		this.server.unwatch(this);
		if (!this.server.isRefusing()) {
			reconnect();
		}
		failed.forEach((call) -> call.fail("The connection was lost", false));
		tellAllIsLost();
	}

	private void keep(MemoryRequest call) {
		MemoryRequest again = call.again();
		if (again != null) {
			this.undelivered.add(again);
		}
	}

	void reconnect() {
		List<MemoryRequest> again;
		synchronized (this) {
			meet();
			again = List.copyOf(this.undelivered);
			this.undelivered.clear();
		}
		again.forEach(this::submit);
		tellAllIsLost();
	}

	private void tellAllIsLost() {
		ChangeListener told = this.listener;
		if (told != null) {
			told.lost();
		}
	}

	private void meet() {
		Incarnation met = new Incarnation(this.server.life(), this.time.nanoTime(), this.server.ageNanos());
		this.incarnation = (this.incarnation != null) ? this.incarnation.succeededBy(met) : met;
	}

	private CompletionStage<NodeReply> submit(MemoryRequest call) {
		String obstacle = obstacle();
		if (obstacle != null) {
			synchronized (this) {
				keep(call);
			}
			call.fail(obstacle, true);
			return call.answer();
		}
		MessageDelay travel;
		Incarnation life;
		synchronized (this) {
			this.unanswered.add(call);
			travel = (this.ownRequests != null) ? this.ownRequests : this.server.requests();
			life = Objects.requireNonNull(this.incarnation, "The node is not connected");
		}
		this.requests.send(travel.nanos(), () -> this.server.arrive(new Arrival(call, life)));
		return call.answer();
	}

	private @Nullable String obstacle() {
		if (isClosed()) {
			return "The node was closed";
		}
		return this.server.isRefusing() ? "The server refuses connections" : null;
	}

	private synchronized boolean isClosed() {
		return this.closed;
	}

	@Override
	public void close() {
		List<MemoryRequest> failed;
		synchronized (this) {
			this.closed = true;
			failed = List.copyOf(this.unanswered);
			this.unanswered.clear();
			this.undelivered.clear();
		}
		this.server.forget(this);
		failed.forEach((call) -> call.fail("The node was closed", false));
	}

	@Override
	public String toString() {
		return name();
	}

	/**
	 * A request that has arrived at the server, over the connection to one of its lives.
	 */
	final class Arrival {

		private final MemoryRequest call;

		private final Incarnation life;

		Arrival(MemoryRequest call, Incarnation life) {
			this.call = call;
			this.life = life;
		}

		void takeEffect(MemoryStore store) {
			this.call.takeEffect(store, this.life);
		}

		void reply() {
			MessageDelay travel;
			synchronized (MemoryNode.this) {
				// The connection that it came by may be gone
				if (!MemoryNode.this.unanswered.contains(this.call)) {
					return;
				}
				MessageDelay own = MemoryNode.this.ownReplies;
				travel = (own != null) ? own : MemoryNode.this.server.replies();
			}
			MemoryNode.this.replies.send(travel.nanos(), this::received);
		}

		private void received() {
			synchronized (MemoryNode.this) {
				MemoryNode.this.unanswered.remove(this.call);
			}
			this.call.answered();
		}

	}

}
