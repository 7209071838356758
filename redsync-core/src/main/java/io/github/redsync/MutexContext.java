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

import java.util.concurrent.Executor;

import io.github.redsync.internal.acquire.LockEngine;

/**
 * The parts of a {@link Redsync} that its mutexes and leases share.
 *
 * @param engine the engine that acquires locks
 * @param values generates the values of keys
 * @param keyPrefix the prefix of every key
 * @param listeners the listeners
 * @param callbacks runs the dependent actions of futures, which must not block an event
 * loop
 * @param fencingLog logs fencing tokens that are computed from clocks
 */
record MutexContext(LockEngine engine, LockValueGenerator values, String keyPrefix, ListenerRegistry listeners,
		Executor callbacks, FencingLog fencingLog) {
}
