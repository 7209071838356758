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

import java.util.concurrent.CompletionStage;

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.ChangeListener;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

/**
 * A node that forwards every operation to another node. A hand-off is forwarded as a
 * release and an acquisition, so that overriding these two methods is sufficient.
 */
public class ForwardingNode implements RedisNode {

	protected final RedisNode node;

	protected ForwardingNode(RedisNode node) {
		this.node = node;
	}

	@Override
	public String name() {
		return this.node.name();
	}

	@Override
	public boolean isUp() {
		return this.node.isUp();
	}

	@Override
	public @Nullable Incarnation incarnation() {
		return this.node.incarnation();
	}

	@Override
	public CompletionStage<NodeReply> acquire(AcquireRequest request) {
		return this.node.acquire(request);
	}

	@Override
	public CompletionStage<NodeReply> extend(String key, String value, long expiryMillis, boolean setAgain) {
		return this.node.extend(key, value, expiryMillis, setAgain);
	}

	@Override
	public CompletionStage<NodeReply> release(String key, String value) {
		return this.node.release(key, value);
	}

	@Override
	public CompletionStage<NodeReply> raise(String key, String value, long token, Incarnation incarnation) {
		return this.node.raise(key, value, token, incarnation);
	}

	@Override
	public CompletionStage<NodeReply> inspect(String key) {
		return this.node.inspect(key);
	}

	@Override
	public CompletionStage<NodeReply> watch(String key) {
		return this.node.watch(key);
	}

	@Override
	public void setChangeListener(ChangeListener listener) {
		this.node.setChangeListener(listener);
	}

	@Override
	public CompletionStage<NodeReply> ping() {
		return this.node.ping();
	}

	@Override
	public void close() {
		this.node.close();
	}

}
