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

package io.github.redsync.spring.execution;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Tells BlockHound, where tests use it, what only looks like blocking: the random part of
 * a lock's value is read from the kernel, which never lets that wait, and the timers and
 * the queue of callbacks are entered under a lock that is held for a moment only.
 *
 * @since 0.1.0
 */
public final class RedsyncBlockHoundIntegration implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.allowBlockingCallsInside("io.github.redsync.LockValueGenerator", "get");
		builder.allowBlockingCallsInside("io.github.redsync.TimerWheel", "schedule");
		builder.allowBlockingCallsInside("io.github.redsync.TimerWheel$Entry", "cancel");
		builder.allowBlockingCallsInside("io.github.redsync.CallbackExecutor", "execute");
	}

}
