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

package io.github.redsync.internal.vote;

/**
 * The source from which a fencing token was computed.
 */
public enum TokenBasis {

	/** The counters of enough nodes that vouch for earlier tokens. */
	COUNTERS,

	/** The clocks: no node that replied has a counter. */
	CLOCKS_OF_NEW_NAME,

	/** All counters and clocks, since too few counters vouch. */
	CLOCKS_OF_KNOWN_NAME,

	/** None: strict mode needs all replies, and one is missing. */
	MISSING_REPLIES,

	/** None: a counter is ahead of every clock. */
	COUNTER_AHEAD

}
