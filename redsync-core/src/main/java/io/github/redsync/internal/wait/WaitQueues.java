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

package io.github.redsync.internal.wait;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

import io.github.redsync.internal.hold.Successors;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.internal.wait.WaitQueue.Member;
import io.github.redsync.node.ChangeListener;
import org.jspecify.annotations.Nullable;

/**
 * The wait queues of this process, one for each lock that is waited for. A lock that is
 * acquired and held without a wait has none. Thread-safe.
 */
public final class WaitQueues implements Successors {

	private final NodeGroup group;

	private final ConcurrentMap<String, WaitQueue> queues = new ConcurrentHashMap<>();

	private final Consumer<WaitQueue> remove = this::remove;

	public WaitQueues(NodeGroup group) {
		this.group = group;
	}

	/**
	 * Return the listener for the change notifications of a node.
	 */
	public ChangeListener listener(int node) {
		return new ChangeListener() {

			@Override
			public void changed(String key) {
				WaitQueue queue = find(key);
				if (queue != null) {
					queue.watcher().onChange(node);
				}
			}

			@Override
			public void lost() {
				WaitQueues.this.queues.values().forEach((queue) -> queue.watcher().onWatchLost(node));
			}

		};
	}

	/**
	 * Enqueue a waiter if other acquisitions of this process wait for the lock, or if one
	 * that waited holds it.
	 * @return whether it was enqueued
	 */
	public boolean enqueueIfContended(Member member) {
		WaitQueue queue = find(member.key());
		return queue != null && queue.enqueue(member, false);
	}

	/**
	 * Enqueue a waiter, also as the head.
	 */
	public void enqueue(Member member) {
		boolean enqueued = false;
		while (!enqueued) {
			WaitQueue queue = this.queues.computeIfAbsent(member.key(),
					(key) -> new WaitQueue(this.group, key, this.remove));
			enqueued = queue.enqueue(member, true);
			if (!enqueued) {
				remove(queue);
			}
		}
	}

	@Override
	public @Nullable Successor next(Holder holder, boolean mayHandOff) {
		WaitQueue queue = find(holder.key());
		Waiter head = (queue != null) ? queue.releaseOrHandOff(holder, mayHandOff) : null;
		return (head != null) ? new HandOff(head, holder.value(), this.group.size()) : null;
	}

	@Override
	public void onLost(Holder holder) {
		WaitQueue queue = find(holder.key());
		if (queue != null) {
			queue.onLost(holder);
		}
	}

	private @Nullable WaitQueue find(String key) {
		return this.queues.get(key);
	}

	/**
	 * Remove a queue that has retired.
	 */
	private void remove(WaitQueue retired) {
		this.queues.remove(retired.key(), retired);
	}

	public int count() {
		return this.queues.size();
	}

}
