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

import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.RedisNode;
import io.github.redsync.quorum.HoldResult.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The ballot of a release. It is won when a majority has released its key. If so many
 * nodes say that the key was not ours any more that no majority can have had it, the lock
 * had been lost before. A lock that was granted by a bare majority and whose nodes are
 * partly down counts as released if a majority is known to be free of it.
 */
final class ReleaseBallot extends Ballot {

	private final NodeKeys keys;

	private final long keepMillis;

	private final @Nullable HandOff succession;

	private final CompletableFuture<HoldResult> result = new CompletableFuture<>();

	/**
	 * Create a ballot.
	 * @param keepMillis for how long the keys are to live on, in milliseconds; 0 to
	 * delete them
	 * @param succession what has released the keys already, or null
	 */
	ReleaseBallot(Quorum quorum, NodeKeys keys, long keepMillis, @Nullable HandOff succession) {
		super(quorum, NodeOperation.RELEASE, quorum.time().nanoTime());
		this.keys = keys;
		this.keepMillis = keepMillis;
		this.succession = succession;
	}

	@Override
	@Nullable CompletionStage<NodeReply> ask(int index, RedisNode node) {
		if (!this.keys.mayExist(index)) {
			return null;
		}
		if (this.succession != null) {
			return this.succession.released(index);
		}
		return (this.keepMillis > 0) ? this.keys.extend(index, this.keepMillis) : this.keys.release(index);
	}

	@Override
	Decision decide() {
		int majority = this.quorum.majority();
		int released = count(Status.RELEASED) + count(Status.EXTENDED);
		if (released >= majority) {
			return Decision.WON;
		}
		if (wasLost()) {
			return Decision.LOST;
		}
		if (pending() > 0) {
			return Decision.OPEN;
		}
		return (released + gone() >= majority) ? Decision.WON : Decision.LOST;
	}

	private int gone() {
		return count(Status.MISSING) + count(Status.TAKEN);
	}

	private boolean wasLost() {
		return this.quorum.size() - gone() < this.quorum.majority();
	}

	@Override
	void decided(boolean won) {
		Kind kind = won ? Kind.DONE : wasLost() ? Kind.EXPIRED : Kind.FAILED;
		this.result.complete(new HoldResult(kind, won ? null : results()));
	}

	CompletableFuture<HoldResult> result() {
		return this.result;
	}

}
