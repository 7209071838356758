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

import java.util.Map;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Excludes calls from BlockHound's detection that do not block, although they look so:
 * the random part of a lock's value is read from the kernel, which never waits for it,
 * and the monitors of the timers and of the callback queue are held only briefly.
 */
public final class RedsyncBlockHoundIntegration implements BlockHoundIntegration {

	/** Methods by class. The classes are not visible here. */
	static final Map<String, String> ALLOWED = Map.of("io.github.redsync.LockValueGenerator", "get",
			"io.github.redsync.time.TimerWheel", "schedule", "io.github.redsync.time.TimerWheel$Entry", "cancel",
			"io.github.redsync.CallbackExecutor", "execute");

	@Override
	public void applyTo(BlockHound.Builder builder) {
		ALLOWED.forEach(builder::allowBlockingCallsInside);
	}

}
