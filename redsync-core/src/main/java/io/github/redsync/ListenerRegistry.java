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

import java.util.List;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every listener; what one of them throws does not reach the others or the
 * algorithm.
 */
final class ListenerRegistry {

	private static final Logger logger = LoggerFactory.getLogger(ListenerRegistry.class);

	private final List<RedsyncListener> listeners;

	ListenerRegistry(List<RedsyncListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	boolean isListenedTo() {
		return !this.listeners.isEmpty();
	}

	void tell(Consumer<RedsyncListener> event) {
		for (RedsyncListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException | Error ex) {
				logger.warn("A listener of Redsync failed", ex);
			}
		}
	}

}
