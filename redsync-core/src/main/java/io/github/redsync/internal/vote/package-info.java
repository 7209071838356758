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

/**
 * Votes of the nodes: asking all nodes, counting their replies, computing fencing tokens,
 * and excluding nodes that have restarted. Internal.
 * <p>
 * The packages of the algorithm, this being the lowest, start no thread, read no clock
 * and do not depend on a driver: nodes, clocks and timers are passed to them. The same
 * code therefore runs on real servers and in the simulator.
 */
@NullMarked
package io.github.redsync.internal.vote;

import org.jspecify.annotations.NullMarked;
