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
 * A connection on which every message waits, in order, until it is chosen. Answers for
 * which nobody waits any more are left out: what was abandoned does not look at them.
 */
final class OrderedConnection implements RedisNode {

	private static final BooleanSupplier ALWAYS = () -> true;

	private static final BooleanSupplier NEVER = () -> false;

	private final BoundedClient client;

	private final int server;

	private final RedisNode node;

	private final Deque<Message> requests = new ArrayDeque<>();

	private final Deque<Message> replies = new ArrayDeque<>();

	/** Whether the server is going to tell of a change. */
	private boolean watched;

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
		this.client.attempts(request.value());
		// The copy is not abandoned when it arrives: it was sent before
		AcquireRequest sent = new AcquireRequest(request.key(), request.value(), request.expiryMillis(),
				request.fenced(), request.startNanos());
		return send(Message.ACQUIRE, request.value(), 0, () -> this.node.acquire(sent), () -> !request.isAbandoned());
	}

	@Override
	public CompletionStage<NodeReply> extend(String key, String value, long expiryMillis, boolean setAgain) {
		return send(setAgain ? Message.SET_AGAIN : Message.EXTEND, value, expiryMillis,
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
		if (!this.client.bounds().notices()) {
			return RedisNode.super.watch(key);
		}
		return send(Message.WATCH, this.client.name(), 0, () -> this.node.watch(key).thenApply((reply) -> {
			this.watched |= reply.status() == Status.HELD;
			return reply;
		}), ALWAYS);
	}

	@Override
	public void setChangeListener(ChangeListener listener) {
		if (this.client.bounds().notices()) {
			this.node.setChangeListener(new ChangeListener() {

				@Override
				public void changed(String key) {
					tell(() -> listener.changed(key));
				}

				@Override
				public void lost() {
					listener.lost();
				}

			});
		}
	}

	/**
	 * Let a notice arrive in its turn among the answers.
	 */
	private void tell(Runnable notice) {
		this.watched = false;
		NodeReply told = NodeReply.of(Status.MISSING);
		Message message = new Message(Message.NOTICE, this.client.name(), 0,
				() -> CompletableFuture.completedFuture(told), ALWAYS);
		message.takeEffect();
		message.future().thenRun(notice);
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
		this.client.knowledge().does(this.server, message.hash(kind));
		return message.future();
	}

	/**
	 * Forget answers for which nobody waits any more.
	 */
	void forgetUnawaited() {
		if (!this.replies.isEmpty()) {
			this.replies.removeIf((message) -> this.client.isOver() || !message.isAwaited());
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
		this.client.knowledge().told(this.server, message.replyHash());
		message.answer();
	}

	/**
	 * Lose what is under way: it fails, except for releases, which are sent again over
	 * the next connection, as by the driver. (It also sends those again of which it has
	 * not seen the answer. They do nothing the second time, so they are left out.)
	 */
	void cut() {
		List<Message> lost = new ArrayList<>(this.replies);
		this.requests.stream().filter((message) -> !message.isRelease()).forEach(lost::add);
		this.requests.removeIf((message) -> !message.isRelease());
		this.replies.clear();
		lost.forEach(Message::lose);
		this.replies.addAll(lost);
	}

	/**
	 * Fail all requests until the server is back, except for releases, which wait.
	 */
	void leave() {
		this.absent = true;
		cut();
	}

	void comeBack() {
		this.absent = false;
	}

	int server() {
		return this.server;
	}

	long hash(boolean swapped) {
		long hash = this.watched ? 5 : 7;
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
