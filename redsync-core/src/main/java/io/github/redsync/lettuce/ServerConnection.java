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
import java.util.concurrent.Future;
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
 * One connection to one life of a server, from its vetting to its end; it is never made
 * again.
 * <p>
 * Requests go out in the order in which they are sent, whichever thread sends them. Netty
 * alone would not do that: it writes at once what the event loop's own thread sends, and
 * queues what others send, so that a release sent from a reply could pass an acquisition
 * queued before. Here all of them wait in one queue, which the event loop writes in
 * batches; that also saves system calls.
 */
final class ServerConnection {

	private static final long TICK_MILLIS = 500;

	private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);

	/** After this many ticks without a reply that is due the connection is closed. */
	private static final int DEAD_TICKS = 21;

	/** After this many ticks without a request the server is asked for a sign of life. */
	private static final int IDLE_TICKS = 6;

	private final StatefulRedisConnection<String, String> connection;

	private final EventLoop loop;

	private final Incarnation incarnation;

	private final NodeReply granted;

	private final boolean tellsChanges;

	private final LateAcquisitions stragglers;

	private final Queue<NodeCommand> queue = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean draining = new AtomicBoolean();

	private final AtomicBoolean closing = new AtomicBoolean();

	private final CompletableFuture<Void> over = new CompletableFuture<>();

	private final long bornNanos = System.nanoTime();

	private volatile boolean closed;

	/** Touched by the event loop alone. */
	private final OverdueReplyMonitor watch;

	/**
	 * For how many ticks the server has owed a reply. Counted by the event loop, not
	 * measured: while this process is paused, replies wait in the socket, and the pause
	 * is not the server's silence.
	 */
	private volatile int silentTicks;

	/** Touched by the event loop alone. */
	private int idleTicks;

	private volatile @Nullable Future<?> ticker;

	/**
	 * Create a session.
	 * @param onOverdue called by the event loop, again and again while a reply is overdue
	 */
	ServerConnection(ConnectedServer vetted, Incarnation incarnation, LateAcquisitions stragglers,
			Consumer<ServerConnection> onOverdue) {
		this.stragglers = stragglers;
		this.connection = vetted.connection();
		this.loop = vetted.loop();
		this.incarnation = incarnation;
		this.granted = NodeReply.granted(incarnation);
		this.tellsChanges = vetted.tellsChanges();
		this.watch = new OverdueReplyMonitor(this.loop, vetted.roundTripNanos(), () -> onOverdue.accept(this));
	}

	/**
	 * Begin to watch the connection. A firewall may forget one that is idle, without a
	 * word to either side; a request now and then prevents that, or shows it.
	 */
	void begin() {
		this.ticker = this.loop.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
	}

	private void tick() {
		if (this.closed) {
			return;
		}
		if (this.watch.unanswered() > 0) {
			this.idleTicks = 0;
			int silent = this.silentTicks + 1;
			this.silentTicks = silent;
			if (silent >= DEAD_TICKS) {
				close();
			}
		}
		else if (++this.idleTicks >= IDLE_TICKS) {
			this.idleTicks = 0;
			send(new PingCommand());
		}
	}

	void send(NodeCommand request) {
		this.queue.add(request);
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

	private void drain() {
		this.draining.set(false);
		List<NodeCommand> batch = new ArrayList<>();
		for (NodeCommand next = this.queue.poll(); next != null; next = this.queue.poll()) {
			@Nullable NodeCommand request = next;
			// The last moment at which an attempt can be found given up. Its release is
			// in this queue behind it, or was sent before; then it must not follow
			if (request.isAbandoned()) {
				NodeCommand instead = request.instead();
				request.abandon();
				request = instead;
			}
			if (request != null) {
				add(request, batch);
			}
		}
		if (!batch.isEmpty()) {
			this.idleTicks = 0;
			if (this.watch.unanswered() == 0) {
				this.silentTicks = 0;
			}
			this.watch.sent(batch.size());
			this.connection.dispatch(batch);
		}
	}

	private void add(NodeCommand request, List<NodeCommand> batch) {
		if (!request.mayBeSentTo(this.incarnation)) {
			request.fail("The server has restarted since it granted the lock", null);
			return;
		}
		NodeCommand opening = request.opening();
		if (opening != null) {
			if (!this.tellsChanges) {
				request.fail("The server does not tell of changes", null);
				return;
			}
			opening.sentBy(this);
			batch.add(opening);
		}
		request.sentBy(this);
		batch.add(request);
	}

	/**
	 * Note that the server has answered a request. Called by the event loop.
	 */
	void answered() {
		this.watch.replied();
		this.silentTicks = 0;
	}

	/**
	 * Return the number of replies so far. Called by the event loop.
	 */
	long replies() {
		return this.watch.replies();
	}

	/**
	 * Run a task on the event loop of the session, or here if the loop has ended.
	 */
	void execute(Runnable task) {
		try {
			this.loop.execute(task);
		}
		catch (RejectedExecutionException ex) {
			task.run();
		}
	}

	/**
	 * Return for how long the server has owed an answer.
	 * @return the time in nanoseconds, in steps of half a second; 0 if it owes none
	 */
	long silentNanos() {
		// The first tick may come right after the request
		return Math.max(0, this.silentTicks - 1) * TICK_NANOS;
	}

	long roundTripNanos() {
		return this.watch.roundTripNanos();
	}

	long ageNanos() {
		return System.nanoTime() - this.bornNanos;
	}

	/**
	 * Return where requests are noted that fail without a reply.
	 */
	LateAcquisitions stragglers() {
		return this.stragglers;
	}

	Incarnation incarnation() {
		return this.incarnation;
	}

	/** The answer to every grant without a fencing number. */
	NodeReply granted() {
		return this.granted;
	}

	/**
	 * Send what is queued, and close the connection. What is unanswered then fails.
	 * @return a future that completes when the connection is closed
	 */
	CompletableFuture<Void> close() {
		try {
			this.loop.execute(() -> {
				drain();
				lost();
			});
		}
		catch (RejectedExecutionException ex) {
			lost();
		}
		return this.over;
	}

	boolean isOpen() {
		return this.connection.isOpen();
	}

	boolean isOver(StatefulRedisConnection<String, String> lost) {
		return this.connection == lost;
	}

	/**
	 * Note that the connection is gone, or is to go. Lettuce keeps it in mind until it is
	 * closed, also if the server has closed it, and complains if it is closed twice.
	 */
	void lost() {
		this.closed = true;
		Future<?> ticking = this.ticker;
		if (ticking != null) {
			ticking.cancel(false);
		}
		this.watch.stop();
		if (this.closing.compareAndSet(false, true)) {
			this.connection.closeAsync().whenComplete((closed, failure) -> this.over.complete(null));
		}
		failQueued();
	}

	/**
	 * Fail what is queued, on the event loop: the calling thread may hold the lock of one
	 * hold, and the requests of others are in the queue.
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
		for (NodeCommand request = this.queue.poll(); request != null; request = this.queue.poll()) {
			request.fail("The connection was lost", null);
		}
	}

}
