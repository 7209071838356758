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

package io.github.redsync;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.github.redsync.internal.vote.NodeReplyListener;
import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of a {@link Redsync}. An exception of one listener is logged and affects
 * neither the other listeners nor the algorithm. Thread-safe.
 */
final class ListenerRegistry implements NodeReplyListener {

	private static final Logger logger = LoggerFactory.getLogger(ListenerRegistry.class);

	private final List<RedsyncListener> listeners;

	ListenerRegistry(List<RedsyncListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	boolean isEmpty() {
		return this.listeners.isEmpty();
	}

	void publish(Consumer<RedsyncListener> event) {
		for (RedsyncListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException | Error ex) {
				logger.warn("A RedsyncListener threw an exception, which is ignored", ex);
			}
		}
	}

	@Override
	public void onReply(String node, NodeOperation operation, NodeResult.Outcome outcome, long latencyNanos) {
		Duration latency = Duration.ofNanos(latencyNanos);
		publish((listener) -> listener.onNodeAnswered(node, operation, outcome, latency));
	}

}
