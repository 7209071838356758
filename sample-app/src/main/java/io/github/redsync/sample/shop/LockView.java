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

package io.github.redsync.sample.shop;

import java.time.Duration;
import java.util.List;

import io.github.redsync.LockState;
import org.jspecify.annotations.Nullable;

/**
 * The state of a lock that clients may see.
 *
 * @param name the name of the lock
 * @param held whether it is held
 * @param owner the holder, or {@code null}
 * @param timeLeft the time for which it is held unless it is extended, or {@code null}
 * @param nodes the state on each node
 */
record LockView(String name, boolean held, @Nullable String owner, @Nullable Duration timeLeft, List<NodeView> nodes) {

	static LockView of(LockState state) {
		return new LockView(state.name(), state.held(), state.owner(), state.timeLeft(), NodeView.of(state.nodes()));
	}

}
