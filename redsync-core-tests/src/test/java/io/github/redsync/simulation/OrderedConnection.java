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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.ChangeListener;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

/**
 * A connection that delivers each message when it is chosen, in the order in which the
 * messages were sent. Replies to abandoned requests are removed, because they have no
 * effect.
 */
final class OrderedConnection implements RedisNode {

	private static final BooleanSupplier ALWAYS = () -> true;

	private static final BooleanSupplier NEVER = () -> false;

	private final BoundedClient client;

	private final int server;

	private final RedisNode node;

	private final Deque<Message> requests = new ArrayDeque<>();

	private final Deque<Message> replies = new ArrayDeque<>();

	/** Whether the server will send a change notification. */
	private boolean notificationPending;

	private boolean absent;

	OrderedConnection(BoundedClient client, int server, RedisNode node) {
		this.client = client;
		this.server = server;
		this.node = node;
	}

	@Override
	public String name() {
		return this.node.name();
	}

	@Override
	public boolean isUp() {
		return true;
	}

	@Override
	public @Nullable Incarnation incarnation() {
		return this.node.incarnation();
	}

	@Override
	public CompletionStage<NodeReply> acquire(AcquireRequest request) {
		this.client.attemptRequested(request.value());
		// A copy, since a request that was already sent cannot be abandoned
		AcquireRequest sent = new AcquireRequest(request.key(), request.value(), request.expiryMillis(),
				request.fenced(), request.startNanos());
		return send(Message.ACQUIRE, request.value(), 0, () -> this.node.acquire(sent), () -> !request.isAbandoned());
	}

	@Override
	public CompletionStage<NodeReply> extend(String key, String value, long expiryMillis, boolean setAgain) {
		return send(setAgain ? Message.RESTORE : Message.EXTEND, value, expiryMillis,
				() -> this.node.extend(key, value, expiryMillis, setAgain), ALWAYS);
	}

	@Override
	public CompletionStage<NodeReply> release(String key, String value) {
		return send(Message.RELEASE, value, 0, () -> this.node.release(key, value), NEVER);
	}

	@Override
	public CompletionStage<NodeReply> raise(String key, String value, long token, Incarnation incarnation) {
		return send(Message.RAISE, value, token, () -> this.node.raise(key, value, token, incarnation), ALWAYS);
	}

	@Override
	public CompletionStage<NodeReply> watch(String key) {
		if (!this.client.bounds().notifications()) {
			return RedisNode.super.watch(key);
		}
		return send(Message.WATCH, this.client.name(), 0, () -> this.node.watch(key).thenApply((reply) -> {
			this.notificationPending |= reply.status() == Status.HELD;
			return reply;
		}), ALWAYS);
	}

	@Override
	public void setChangeListener(ChangeListener listener) {
		if (this.client.bounds().notifications()) {
			this.node.setChangeListener(new ChangeListener() {

				@Override
				public void changed(String key) {
					receiveNotification(() -> listener.changed(key));
				}

				@Override
				public void lost() {
					listener.lost();
				}

			});
		}
	}

	/**
	 * Enqueue a change notification behind the replies.
	 */
	private void receiveNotification(Runnable notification) {
		this.notificationPending = false;
		NodeReply missing = NodeReply.of(Status.MISSING);
		Message message = new Message(Message.NOTIFICATION, this.client.name(), 0,
				() -> CompletableFuture.completedFuture(missing), ALWAYS);
		message.takeEffect();
		message.future().thenRun(notification);
		this.replies.add(message);
	}

	@Override
	public CompletionStage<NodeReply> inspect(String key) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<NodeReply> ping() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void close() {
	}

	private CompletionStage<NodeReply> send(char kind, String value, long number,
			Supplier<CompletionStage<NodeReply>> effect, BooleanSupplier awaited) {
		Message message = new Message(kind, value, number, effect, awaited);
		boolean failing = this.absent && !message.isRelease();
		(failing ? this.replies : this.requests).add(message);
		this.client.state().recordAction(this.server, message.hash(kind));
		return message.future();
	}

	/**
	 * Remove the replies that are no longer awaited.
	 */
	void removeUnawaitedReplies() {
		if (!this.replies.isEmpty()) {
			this.replies.removeIf((message) -> this.client.isEnded() || !message.isAwaited());
		}
	}

	boolean hasRequest() {
		return !this.absent && !this.requests.isEmpty();
	}

	boolean hasReply() {
		return !this.replies.isEmpty();
	}

	void deliverRequest() {
		Message message = this.requests.remove();
		this.replies.add(message);
		message.takeEffect();
	}

	void deliverReply() {
		Message message = this.replies.remove();
		this.client.state().recordReply(this.server, message.replyHash());
		message.deliverReply();
	}

	/**
	 * Fail all messages that were not delivered, except releases, which are resent on the
	 * next connection as the driver does. (The driver also resends releases without a
	 * reply. These have no effect the second time and are omitted here.)
	 */
	void disconnect() {
		List<Message> lost = new ArrayList<>(this.replies);
		this.requests.stream().filter((message) -> !message.isRelease()).forEach(lost::add);
		this.requests.removeIf((message) -> !message.isRelease());
		this.replies.clear();
		lost.forEach(Message::lose);
		this.replies.addAll(lost);
	}

	/**
	 * Fail all requests until the server rejoins, except releases, which wait.
	 */
	void leave() {
		this.absent = true;
		disconnect();
	}

	void rejoin() {
		this.absent = false;
	}

	int server() {
		return this.server;
	}

	long hash(boolean swapped) {
		long hash = this.notificationPending ? 5 : 7;
		for (Message message : this.requests) {
			hash = Fingerprint.mix(hash, message.hash(swapped));
		}
		hash = Fingerprint.mix(hash, 11);
		for (Message message : this.replies) {
			hash = Fingerprint.mix(Fingerprint.mix(hash, message.hash(swapped)), message.replyHash());
		}
		return hash;
	}

	String describe() {
		return this.client + " at " + name() + " " + this.requests + " " + this.replies;
	}

}
