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

package io.github.redsync.internal.vote;

import java.util.Arrays;
import java.util.concurrent.CompletionStage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one held lock, one on each node, with the provenance of each. Thread-safe.
 * <p>
 * A key is <em>continuous</em> if its provenance proves that no other client has held it
 * since the acquisition. The value is unique to the attempt, so finding it on a node that
 * granted the lock is such a proof. A key that a delayed request has set proves nothing:
 * the lock may have expired and been held elsewhere before the request arrived. A node
 * that has lost the key, or is asked to restore it, therefore does not count, whether or
 * not it replies, until an extension succeeds without it.
 */
public final class NodeKeys {

	private final NodeGroup group;

	private final String key;

	private final String value;

	private final @Nullable AcquireBallot granted;

	@GuardedBy("this")
	private final Provenance[] provenances;

	/**
	 * Create the keys.
	 * @param granted the ballot that granted the lock, or null if it was acquired
	 * elsewhere
	 */
	public NodeKeys(NodeGroup group, String key, String value, @Nullable AcquireBallot granted) {
		this.group = group;
		this.key = key;
		this.value = value;
		this.granted = granted;
		this.provenances = new Provenance[group.size()];
		Arrays.fill(this.provenances, Provenance.ACQUIRED);
	}

	/**
	 * The provenance of the key on one node.
	 */
	enum Provenance {

		/** Only the acquisition can have set the key, if the node granted the lock. */
		ACQUIRED,

		/** The node has lost the key, or was asked to restore it. */
		UNPROVEN,

		/** An extension has proven that the key is continuous. */
		PROVEN

	}

	String key() {
		return this.key;
	}

	String value() {
		return this.value;
	}

	/**
	 * Extend the key on a node, unless it is missing there.
	 */
	public CompletionStage<NodeReply> extend(int index, long expiryMillis) {
		return node(index).extend(this.key, this.value, expiryMillis, false);
	}

	/**
	 * Extend the key on a node, or set it if it is missing there.
	 */
	public CompletionStage<NodeReply> restore(int index, long expiryMillis) {
		setProvenance(index, Provenance.UNPROVEN);
		return node(index).extend(this.key, this.value, expiryMillis, true);
	}

	public CompletionStage<NodeReply> release(int index) {
		return node(index).release(this.key, this.value);
	}

	/**
	 * End the acquisition on nodes that were not asked yet, since its requests would
	 * follow the release.
	 */
	public void end() {
		if (this.granted != null) {
			this.granted.abandonRequest();
		}
	}

	public void releaseAll() {
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
		return this.granted == null || this.provenances[index] != Provenance.ACQUIRED || this.granted.mayHaveKey(index);
	}

	/**
	 * Return which keys are continuous. Call while the lock is valid.
	 */
	synchronized boolean[] continuous() {
		boolean[] continuous = new boolean[this.provenances.length];
		for (int i = 0; i < continuous.length; i++) {
			continuous[i] = this.provenances[i] == Provenance.PROVEN || (!isUnproven(i) && wasGranted(i));
		}
		return continuous;
	}

	/**
	 * Return the number of keys that are continuous, or may turn out to be.
	 */
	public synchronized int maybeContinuous() {
		int count = 0;
		for (int i = 0; i < this.provenances.length; i++) {
			count += (!isUnproven(i) && mayExist(i)) ? 1 : 0;
		}
		return count;
	}

	@GuardedBy("this")
	private boolean isUnproven(int index) {
		return this.provenances[index] == Provenance.UNPROVEN;
	}

	private boolean wasGranted(int index) {
		NodeReply reply = (this.granted != null) ? this.granted.reply(index) : null;
		return this.granted == null || (reply != null && reply.status() == Status.GRANTED);
	}

	/**
	 * Record that an extension has proven that the key is continuous.
	 */
	void prove(int index) {
		setProvenance(index, Provenance.PROVEN);
	}

	/**
	 * Record that a node replied that the key is missing.
	 */
	public void doubt(int index) {
		setProvenance(index, Provenance.UNPROVEN);
	}

	private synchronized void setProvenance(int index, Provenance provenance) {
		this.provenances[index] = provenance;
	}

	private RedisNode node(int index) {
		return this.group.node(index);
	}

}
