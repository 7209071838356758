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

package io.github.redsync.internal.hold;

import io.github.redsync.internal.vote.AcquireBallot;
import io.github.redsync.internal.vote.TokenBasis;
import io.github.redsync.internal.vote.Validity;
import io.github.redsync.internal.vote.Validity.Start;
import io.github.redsync.node.NodeReply;
import io.github.redsync.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The facts with which a {@link Hold} starts. Immutable, except that the ballot may
 * receive further replies.
 *
 * @param key the key of the lock
 * @param value the value of the keys
 * @param start when the acquisition started
 * @param validity the time for which the lock is trusted, or null if it was acquired
 * elsewhere
 * @param token the fencing token, or {@code NodeReply.NO_FENCE}
 * @param tokenBasis the source from which the token was computed
 * @param ballot the ballot that granted the lock, or null if it was acquired elsewhere
 */
public record HoldGrant(String key, String value, Start start, @Nullable Validity validity, long token,
		TokenBasis tokenBasis, @Nullable AcquireBallot ballot) {

	/**
	 * Return the facts of a lock that was acquired elsewhere.
	 */
	public static HoldGrant attached(String key, String value, TimeSource time) {
		return new HoldGrant(key, value, Start.now(time), null, NodeReply.NO_FENCE, TokenBasis.COUNTERS, null);
	}

}
