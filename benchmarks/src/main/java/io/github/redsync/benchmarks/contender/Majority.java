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

package io.github.redsync.benchmarks.contender;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The result of a vote: true when a majority has granted, false when a majority can no
 * longer be reached.
 */
final class Majority extends CompletableFuture<Boolean> {

	private final int required;

	private final AtomicInteger granted = new AtomicInteger();

	private final AtomicInteger refused = new AtomicInteger();

	private final int voters;

	Majority(int voters) {
		this.voters = voters;
		this.required = voters / 2 + 1;
	}

	void vote(boolean granted) {
		if (granted) {
			if (this.granted.incrementAndGet() == this.required) {
				complete(true);
			}
		}
		else if (this.refused.incrementAndGet() == this.voters - this.required + 1) {
			complete(false);
		}
	}

	@Override
	public <U> CompletableFuture<U> newIncompleteFuture() {
		return new CompletableFuture<>();
	}

}
