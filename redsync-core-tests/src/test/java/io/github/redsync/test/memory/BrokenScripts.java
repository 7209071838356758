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

import java.time.Duration;

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import net.bytebuddy.asm.Advice;

/**
 * Faults in the scripts of the fencing counter, applied to their in-memory counterpart
 * {@link MemoryStore}.
 */
public final class BrokenScripts {

	private BrokenScripts() {
	}

	static void write(MemoryStore store, String lock, long number, Incarnation incarnation) {
		store.set(lock + AcquireRequest.FENCE_SUFFIX, number + " " + incarnation.id(), Duration.ofDays(7).toMillis());
	}

	/**
	 * A grant raises any counter by one, and writes the present incarnation to it.
	 */
	public static final class GrantRaisesAnyCounter {

		private GrantRaisesAnyCounter() {
		}

		@Advice.OnMethodExit
		static void exit(@Advice.This MemoryStore store, @Advice.Argument(0) AcquireRequest request,
				@Advice.Argument(1) Incarnation incarnation, @Advice.Return(readOnly = false) NodeReply reply) {
			boolean stale = reply.status() == Status.GRANTED && reply.fence() != NodeReply.NO_FENCE
					&& reply.timeMicros() != 0;
			if (stale) {
				write(store, request.key(), reply.fence() + 1, incarnation);
				reply = NodeReply.granted(incarnation, reply.fence() + 1, reply.timeMicros());
			}
		}

	}

	/**
	 * A raise ignores the value of the lock.
	 */
	public static final class RaiseOfAnyLock {

		private RaiseOfAnyLock() {
		}

		@Advice.OnMethodExit
		static void exit(@Advice.This MemoryStore store, @Advice.Argument(0) String key, @Advice.Argument(2) long token,
				@Advice.Argument(3) Incarnation incarnation, @Advice.Return(readOnly = false) NodeReply reply) {
			String counter = store.get(key + AcquireRequest.FENCE_SUFFIX);
			if (counter == null || Long.parseLong(counter.split(" ", 2)[0]) <= token) {
				write(store, key, token, incarnation);
				reply = NodeReply.of(Status.RAISED);
			}
		}

	}

	/**
	 * A raise ignores the present counter.
	 */
	public static final class RaiseThatLowers {

		private RaiseThatLowers() {
		}

		@Advice.OnMethodExit
		static void exit(@Advice.This MemoryStore store, @Advice.Argument(0) String key,
				@Advice.Argument(1) String value, @Advice.Argument(2) long token,
				@Advice.Argument(3) Incarnation incarnation, @Advice.Return(readOnly = false) NodeReply reply) {
			if (value.equals(store.get(key))) {
				write(store, key, token, incarnation);
				reply = NodeReply.of(Status.RAISED);
			}
		}

	}

}
