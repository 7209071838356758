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

package io.github.redsync.lettuce;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.lettuce.core.api.StatefulRedisConnection;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one incarnation of a server, from its handshake to its end. It is not
 * reconnected. Thread-safe unless stated.
 * <p>
 * Commands are sent in the order of the calls, from any thread. Netty alone does not
 * guarantee this: it writes commands of the event loop's own thread immediately, and
 * queues those of other threads. A release sent from a reply could then overtake an
 * acquisition that was queued before. Therefore all commands wait in one queue, which the
 * event loop writes in batches. This also saves system calls.
 */
final class ServerConnection implements NodeCommand.Connection {

	/** A server that is silent for this long receives no commands except releases. */
	private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(2);

	private final StatefulRedisConnection<String, String> connection;

	private final EventLoop loop;

	private final Incarnation incarnation;

	private final NodeReply granted;

	private final boolean tracksKeys;

	private final LateAcquisitions lateAcquisitions;

	private final Queue<NodeCommand> queue = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean draining = new AtomicBoolean();

	private final AtomicBoolean closing = new AtomicBoolean();

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	private final long startNanos = System.nanoTime();

	private volatile boolean closed;

	/** Used by the event loop only, except its thread-safe methods. */
	private final OverdueReplyMonitor replies;

	/** Used by the event loop only, except its thread-safe methods. */
	private final KeepAlive keepAlive;

	/**
	 * Create a connection.
	 * @param lateAcquisitions gets the values of acquisitions that fail without a reply
	 * @param onOverdue called by the event loop, repeatedly while a reply is overdue
	 */
	ServerConnection(ConnectedServer server, Incarnation incarnation, LateAcquisitions lateAcquisitions,
			Consumer<ServerConnection> onOverdue) {
		this.lateAcquisitions = lateAcquisitions;
		this.connection = server.connection();
		this.loop = server.loop();
		this.incarnation = incarnation;
		this.granted = NodeReply.granted(incarnation);
		this.tracksKeys = server.tracksKeys();
		this.replies = new OverdueReplyMonitor(this.loop, server.roundTripNanos(), () -> onOverdue.accept(this));
		this.keepAlive = new KeepAlive(this.loop, this.replies, () -> send(new PingCommand()), this::close);
	}

	/**
	 * Start to monitor the connection.
	 */
	void start() {
		this.keepAlive.start();
	}

	@Override
	public void send(NodeCommand command) {
		this.queue.add(command);
		if (this.closed) {
			failQueuedLater();
		}
		else if (this.draining.compareAndSet(false, true)) {
			try {
				this.loop.execute(this::drain);
			}
			catch (RejectedExecutionException ex) {
				failQueued();
			}
		}
	}

	/**
	 * Send a command, or fail it if the server has been silent for too long.
	 */
	void sendUnlessStalled(NodeCommand command) {
		if (isStalled()) {
			long silentMillis = TimeUnit.NANOSECONDS.toMillis(this.keepAlive.unansweredNanos());
			command.fail("The node has not replied for " + silentMillis + " ms", null);
		}
		else {
			send(command);
		}
	}

	/**
	 * Return whether a reply has been due for at least 2 s.
	 */
	boolean isStalled() {
		return this.keepAlive.unansweredNanos() >= STALLED_NANOS;
	}

	private void drain() {
		this.draining.set(false);
		List<NodeCommand> batch = new ArrayList<>();
		for (NodeCommand next = this.queue.poll(); next != null; next = this.queue.poll()) {
			@Nullable NodeCommand command = next;
			// This is the last check. The release of an abandoned acquisition is in the
			// queue behind it, or was sent before: then the acquisition must not follow
			if (command.isAbandoned()) {
				NodeCommand replacement = command.replacement();
				command.abandon();
				command = replacement;
			}
			if (command != null) {
				add(command, batch);
			}
		}
		if (!batch.isEmpty()) {
			this.keepAlive.onSend();
			this.replies.onSend(batch.size());
			this.connection.dispatch(batch);
		}
	}

	private void add(NodeCommand command, List<NodeCommand> batch) {
		if (!command.mayBeSentTo(this.incarnation)) {
			command.fail("The server has restarted since it granted the lock", null);
			return;
		}
		NodeCommand preceding = command.precedingCommand();
		if (preceding != null) {
			if (!this.tracksKeys) {
				command.fail(ClientTracking.UNSUPPORTED, null);
				return;
			}
			preceding.sentOn(this);
			batch.add(preceding);
		}
		command.sentOn(this);
		batch.add(command);
	}

	@Override
	public void onReply() {
		this.replies.onReply();
		this.keepAlive.onReply();
	}

	/**
	 * Return the number of replies so far. To be called by the event loop.
	 */
	long replies() {
		return this.replies.replies();
	}

	/**
	 * Run a task on the event loop, or on the calling thread if the loop has ended.
	 */
	void execute(Runnable task) {
		try {
			this.loop.execute(task);
		}
		catch (RejectedExecutionException ex) {
			task.run();
		}
	}

	long roundTripNanos() {
		return this.replies.roundTripNanos();
	}

	long ageNanos() {
		return System.nanoTime() - this.startNanos;
	}

	@Override
	public void onUnansweredAcquisition(String value) {
		this.lateAcquisitions.add(value);
	}

	@Override
	public Incarnation incarnation() {
		return this.incarnation;
	}

	@Override
	public NodeReply granted() {
		return this.granted;
	}

	@Override
	public void onDemoted() {
		close();
	}

	/**
	 * Send the queued commands, and close the connection. Commands without a reply then
	 * fail.
	 * @return a future that completes when the connection is closed
	 */
	CompletableFuture<Void> close() {
		try {
			this.loop.execute(() -> {
				drain();
				terminate();
			});
		}
		catch (RejectedExecutionException ex) {
			terminate();
		}
		return this.end;
	}

	boolean uses(StatefulRedisConnection<String, String> connection) {
		return this.connection == connection;
	}

	/**
	 * End the connection without sending the queued commands. Lettuce retains a
	 * connection until it is closed, even if the server has closed it, and logs a warning
	 * if it is closed twice.
	 */
	void terminate() {
		this.closed = true;
		this.keepAlive.stop();
		this.replies.stop();
		if (this.closing.compareAndSet(false, true)) {
			this.connection.closeAsync().whenComplete((closed, failure) -> this.end.complete(null));
		}
		failQueued();
	}

	/**
	 * Fail the queued commands on the event loop. The calling thread may hold the monitor
	 * of one hold, and the queue has commands of others.
	 */
	private void failQueuedLater() {
		try {
			this.loop.execute(this::failQueued);
		}
		catch (RejectedExecutionException ex) {
			failQueued();
		}
	}

	private void failQueued() {
		for (NodeCommand command = this.queue.poll(); command != null; command = this.queue.poll()) {
			command.fail("The connection was lost", null);
		}
	}

}
