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

package io.github.redsync.spring.autoconfigure;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeException;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.RedisNode;

/**
 * An in-memory node that replies immediately and never expires a key.
 */
public final class FakeNode implements RedisNode {

	private final Incarnation incarnation = new Incarnation("fake", System.nanoTime(), Long.MAX_VALUE / 2);

	private final Map<String, String> keys = new ConcurrentHashMap<>();

	private final String name;

	private volatile boolean up = true;

	private volatile boolean silent;

	private volatile boolean closed;

	public FakeNode(String name) {
		this.name = name;
	}

	public void setUp(boolean up) {
		this.up = up;
	}

	/**
	 * Set whether to send no replies.
	 */
	public void setSilent(boolean silent) {
		this.silent = silent;
	}

	public Map<String, String> keys() {
		return this.keys;
	}

	public boolean isClosed() {
		return this.closed;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean isUp() {
		return this.up;
	}

	@Override
	public CompletionStage<NodeReply> acquire(AcquireRequest request) {
		return reply(() -> {
			String other = this.keys.putIfAbsent(request.key(), request.value());
			return (other != null) ? NodeReply.taken(other, 1000) : NodeReply.granted(this.incarnation);
		});
	}

	@Override
	public CompletionStage<NodeReply> extend(String key, String value, long expiryMillis, boolean restore) {
		return reply(() -> NodeReply.of(value.equals(this.keys.get(key)) ? Status.EXTENDED : Status.MISSING));
	}

	@Override
	public CompletionStage<NodeReply> release(String key, String value) {
		return reply(() -> NodeReply.of(this.keys.remove(key, value) ? Status.RELEASED : Status.MISSING));
	}

	@Override
	public CompletionStage<NodeReply> raise(String key, String value, long token, Incarnation incarnation) {
		return reply(() -> NodeReply.of(Status.RAISED));
	}

	@Override
	public CompletionStage<NodeReply> inspect(String key) {
		return reply(() -> {
			String holder = this.keys.get(key);
			return (holder != null) ? NodeReply.held(holder, 1000) : NodeReply.of(Status.MISSING);
		});
	}

	@Override
	public CompletionStage<NodeReply> ping() {
		return reply(() -> NodeReply.of(Status.PONG));
	}

	private CompletionStage<NodeReply> reply(Supplier<NodeReply> reply) {
		if (this.silent) {
			return new CompletableFuture<>();
		}
		return this.up ? CompletableFuture.completedStage(reply.get())
				: CompletableFuture.failedStage(new NodeException("Connection refused", true, null));
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
