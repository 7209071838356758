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

package io.github.redsync.quorum;

import java.util.concurrent.CompletionStage;

import io.github.redsync.node.NodeReply;
import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one held lock, one on each node, and what is known of each. A key is
 * <em>continuous</em> while only the acquisition can have set it, and the node has said
 * that it did: since its value is used by no other attempt, to find it there proves that
 * nobody else had it meanwhile. An acquisition that is still on its way may set it when
 * the lock has lapsed, and another held it. A node that is asked to set it again is
 * doubtful from that moment on, whether it answers or not, until an extension has
 * succeeded without it.
 * <p>
 * Requests are made under the lock of the {@link Hold}, so that none follows the release.
 */
final class NodeKeys {

	private final NodeGroup group;

	private final String key;

	private final String value;

	private final @Nullable AcquireBallot granted;

	private final boolean[] doubtful;

	private final boolean[] trusted;

	private final boolean[] askedAgain;

	/**
	 * Create the keys.
	 * @param granted the ballot that granted the lock, or null if it was not held here
	 */
	NodeKeys(NodeGroup group, String key, String value, @Nullable AcquireBallot granted) {
		this.group = group;
		this.key = key;
		this.value = value;
		this.granted = granted;
		this.doubtful = new boolean[group.size()];
		this.trusted = new boolean[group.size()];
		this.askedAgain = new boolean[group.size()];
	}

	String key() {
		return this.key;
	}

	String value() {
		return this.value;
	}

	CompletionStage<NodeReply> extend(int index, long expiryMillis) {
		return node(index).extend(this.key, this.value, expiryMillis, false);
	}

	CompletionStage<NodeReply> restore(int index, long expiryMillis) {
		synchronized (this) {
			this.doubtful[index] = true;
			this.trusted[index] = false;
			this.askedAgain[index] = true;
		}
		return node(index).extend(this.key, this.value, expiryMillis, true);
	}

	CompletionStage<NodeReply> release(int index) {
		return node(index).release(this.key, this.value);
	}

	/**
	 * End the acquisition: what was not sent of it yet would follow the release.
	 */
	void end() {
		if (this.granted != null) {
			this.granted.abandonRequest();
		}
	}

	void releaseAll() {
		for (int i = 0; i < this.group.size(); i++) {
			if (mayExist(i)) {
				release(i);
			}
		}
	}

	/**
	 * Return whether a node has, or may have, or may yet get the key.
	 */
	synchronized boolean mayExist(int index) {
		return this.granted == null || this.askedAgain[index] || this.granted.mayHaveKey(index);
	}

	/**
	 * Return which keys are continuous. Call while the lock is valid.
	 */
	synchronized boolean[] continuous() {
		boolean[] continuous = new boolean[this.doubtful.length];
		for (int i = 0; i < continuous.length; i++) {
			continuous[i] = this.trusted[i] || (!this.doubtful[i] && wasGranted(i));
		}
		return continuous;
	}

	private boolean wasGranted(int index) {
		NodeReply reply = (this.granted != null) ? this.granted.reply(index) : null;
		return this.granted == null || (reply != null && reply.status() == NodeReply.Status.GRANTED);
	}

	synchronized void trust(int index) {
		this.doubtful[index] = false;
		this.trusted[index] = true;
	}

	private RedisNode node(int index) {
		return this.group.node(index);
	}

}
