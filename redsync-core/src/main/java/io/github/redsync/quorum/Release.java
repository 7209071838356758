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

package io.github.redsync.quorum;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redsync.node.NodeReply;
import org.jspecify.annotations.Nullable;

/**
 * The release of a held lock: on its own, or in one step with passing the lock on to the
 * first of those who wait for it in this process.
 */
final class Release {

	private final Quorum quorum;

	private final NodeKeys keys;

	private final @Nullable Acquisition successor;

	private @Nullable Attempt attempt;

	private @Nullable ReleaseBallot release;

	private @Nullable CompletionStage<NodeReply> @Nullable [] stages;

	/**
	 * Begin a departure. To be called under the lock of the hold: a release on its own is
	 * sent at once, behind all that was sent for the lock.
	 * @param keepMillis for how long the keys are to live on, in milliseconds; 0 or less
	 * to delete them
	 */
	Release(Quorum quorum, Hold hold, long keepMillis) {
		this.quorum = quorum;
		this.keys = hold.keys();
		WaitQueue line = quorum.lines().find(this.keys.key());
		this.successor = (line != null) ? line.successor(hold, keepMillis <= 0) : null;
		if (this.successor == null) {
			send(new ReleaseBallot(quorum, this.keys, keepMillis, null));
		}
	}

	private void send(ReleaseBallot ballot) {
		this.release = ballot;
		this.stages = ballot.send();
	}

	/**
	 * Pass the lock on, if there is somebody to pass it on to. No request of the hold
	 * follows, now that it is released: what is sent here need not be sent under its
	 * lock.
	 */
	void passOn() {
		if (this.successor != null) {
			HandOff succession = new HandOff(this.keys.value(), this.quorum.size());
			this.attempt = this.successor.succeed(succession);
			send(new ReleaseBallot(this.quorum, this.keys, 0, (this.attempt != null) ? succession : null));
		}
	}

	/**
	 * Look at the answers.
	 * @return a future of what came of the release, completed on any thread
	 */
	CompletableFuture<HoldResult> collect(long limitNanos) {
		if (this.attempt != null) {
			this.attempt.collect();
		}
		if (this.release == null || this.stages == null) {
			throw new IllegalStateException("The lock was not passed on yet");
		}
		this.release.collect(this.stages, limitNanos);
		return this.release.result();
	}

}
