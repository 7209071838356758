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

import io.github.redsync.node.NodeResult;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes say of a lock. Immutable.
 *
 * @param name the name of the lock, without the key prefix
 * @param held whether a majority of the nodes has the same value for it, or a key of
 * another type by its name
 * @param owner the owner whom that value names, or {@code null} if the lock is not held
 * or the value names none
 * @param timeLeft how long a majority still holds that value if nobody extends it, or
 * {@code null} if the lock is not held or never expires
 * @param nodes what each node says: {@code TAKEN} with holder and time left,
 * {@code MISSING}, or what prevented an answer
 */
public record LockState(String name, boolean held, @Nullable String owner, @Nullable Duration timeLeft,
		List<NodeResult> nodes) {

	/**
	 * Create a state.
	 * @param name the name of the lock
	 * @param held whether a majority has the same value
	 * @param owner the owner, or {@code null}
	 * @param timeLeft how long the lock is still held, or {@code null}
	 * @param nodes what each node says
	 */
	public LockState {
		nodes = List.copyOf(nodes);
	}

}
