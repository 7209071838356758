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

import io.github.redsync.node.ChangeListener;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one client to a {@link MemoryServer}, which it reestablishes after a
 * loss. Thread-safe.
 */
final class MemoryConnection {

	private final MemoryServer server;

	private final TimeSource time;

	private final MessageChannel requests;

	private final MessageChannel replies;

	private final Set<MemoryRequest> unanswered = new LinkedHashSet<>();

	private final List<MemoryRequest> undelivered = new ArrayList<>();

	private @Nullable MessageDelay requestDelay;

	private @Nullable MessageDelay replyDelay;

	private @Nullable Incarnation incarnation;

	private boolean closed;

	private volatile @Nullable ChangeListener listener;

	MemoryConnection(MemoryServer server, TimeSource time, MessageChannel requests, MessageChannel replies) {
		this.server = server;
		this.time = time;
		this.requests = requests;
		this.replies = replies;
	}

	MemoryServer server() {
		return this.server;
	}

	boolean isUp() {
		return !this.server.process().isRefusing() && !this.server.process().isPaused() && !isClosed();
	}

	synchronized @Nullable Incarnation incarnation() {
		return this.incarnation;
	}

	CompletionStage<NodeReply> submit(MemoryRequest request) {
		String failure = failure();
		if (failure != null) {
			synchronized (this) {
				keepRelease(request);
			}
			return request.fail(failure, true);
		}
		MessageDelay delay;
		Incarnation connected;
		synchronized (this) {
			this.unanswered.add(request);
			delay = (this.requestDelay != null) ? this.requestDelay : this.server.requestDelay();
			connected = Objects.requireNonNull(this.incarnation, "The node is not connected");
		}
		this.requests.send(delay.nanos(), () -> this.server.process().arrive(new Arrival(request, connected)));
		return request.future();
	}

	private @Nullable String failure() {
		if (isClosed()) {
			return "The node was closed";
		}
		return this.server.process().isRefusing() ? "The server refuses connections" : null;
	}

	private void keepRelease(MemoryRequest request) {
		MemoryRequest release = request.release();
		if (release != null) {
			this.undelivered.add(release);
		}
	}

	void setChangeListener(ChangeListener changeListener) {
		this.listener = changeListener;
	}

	/**
	 * Send a change notification to the client.
	 */
	void sendChange(String key) {
		ChangeListener receiver = this.listener;
		if (receiver != null) {
			MessageDelay delay;
			synchronized (this) {
				delay = currentReplyDelay();
			}
			this.replies.send(delay.nanos(), () -> receiver.changed(key));
		}
	}

	synchronized void delay(@Nullable MessageDelay ofRequests, @Nullable MessageDelay ofReplies) {
		this.requestDelay = ofRequests;
		this.replyDelay = ofReplies;
	}

	private MessageDelay currentReplyDelay() {
		return (this.replyDelay != null) ? this.replyDelay : this.server.replyDelay();
	}

	/**
	 * Use the delays of the server again.
	 * @param restarted whether to reconnect as if for the first time
	 */
	void heal(boolean restarted) {
		delay(null, null);
		if (restarted) {
			synchronized (this) {
				this.incarnation = null;
			}
			disconnect();
		}
	}

	void disconnect() {
		List<MemoryRequest> failed;
		synchronized (this) {
			this.requests.clear();
			this.replies.clear();
			failed = List.copyOf(this.unanswered);
			this.unanswered.clear();
			failed.forEach(this::keepRelease);
		}
		this.server.process().unwatch(this);
		if (!this.server.process().isRefusing()) {
			reconnect();
		}
		failed.forEach((request) -> request.fail("The connection was lost", false));
		notifyLost();
	}

	void reconnect() {
		List<MemoryRequest> releases;
		synchronized (this) {
			observeIncarnation();
			releases = List.copyOf(this.undelivered);
			this.undelivered.clear();
		}
		releases.forEach(this::submit);
		notifyLost();
	}

	private void notifyLost() {
		ChangeListener receiver = this.listener;
		if (receiver != null) {
			receiver.lost();
		}
	}

	private void observeIncarnation() {
		MemoryProcess process = this.server.process();
		Incarnation observed = new Incarnation(process.incarnationId(), this.time.nanoTime(), process.ageNanos());
		this.incarnation = (this.incarnation != null) ? this.incarnation.succeededBy(observed) : observed;
	}

	private synchronized boolean isClosed() {
		return this.closed;
	}

	void close() {
		List<MemoryRequest> failed;
		synchronized (this) {
			this.closed = true;
			failed = List.copyOf(this.unanswered);
			this.unanswered.clear();
			this.undelivered.clear();
		}
		this.server.process().remove(this);
		failed.forEach((request) -> request.fail("The node was closed", false));
	}

	/**
	 * A request that has arrived at the server, over a connection to one incarnation.
	 */
	final class Arrival {

		private final MemoryRequest request;

		private final Incarnation connected;

		Arrival(MemoryRequest request, Incarnation connected) {
			this.request = request;
			this.connected = connected;
		}

		void execute(MemoryStore store) {
			this.request.execute(store, this.connected);
		}

		void reply() {
			MessageDelay delay;
			synchronized (MemoryConnection.this) {
				// The connection may have been lost since the request arrived
				if (!MemoryConnection.this.unanswered.contains(this.request)) {
					return;
				}
				delay = currentReplyDelay();
			}
			MemoryConnection.this.replies.send(delay.nanos(), this::complete);
		}

		private void complete() {
			synchronized (MemoryConnection.this) {
				MemoryConnection.this.unanswered.remove(this.request);
			}
			this.request.complete();
		}

	}

}
