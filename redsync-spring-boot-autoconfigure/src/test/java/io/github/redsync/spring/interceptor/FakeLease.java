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

package io.github.redsync.spring.interceptor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import io.github.redsync.LeaseNotHeldException;

/**
 * A lease that is held until it is closed, or lost on demand.
 */
final class FakeLease implements Lease {

	private final FakeRedsync redsync;

	private final String name;

	private final CompletableFuture<LeaseLostException> loss = new CompletableFuture<>();

	private volatile boolean lost;

	private volatile boolean released;

	private volatile boolean reacquired;

	FakeLease(FakeRedsync redsync, String name) {
		this.redsync = redsync;
		this.name = name;
	}

	void lose() {
		this.lost = true;
		this.redsync.happened("lose " + this.name);
		this.loss.complete(new LeaseLostException("The lock '" + this.name + "' was lost", List.of(), null));
	}

	void reacquire() {
		this.reacquired = true;
		this.redsync.happened("reacquire " + this.name);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String value() {
		return "value";
	}

	@Override
	public boolean isValid() {
		return !this.lost && !this.released;
	}

	@Override
	public void ensureHeld() {
		if (this.lost) {
			throw new LeaseLostException("The lock '" + this.name + "' was lost", List.of(), null);
		}
		if (this.released) {
			throw new LeaseNotHeldException("The lock '" + this.name + "' was released", List.of(), null);
		}
	}

	@Override
	public void close() {
		if (isValid()) {
			this.released = true;
			this.redsync.held.remove(this.name, this);
			this.redsync.happened("unlock " + this.name);
		}
	}

	@Override
	public Instant until() {
		return Instant.MAX;
	}

	@Override
	public boolean isAttached() {
		return false;
	}

	@Override
	public Duration timeLeft() {
		return Duration.ofSeconds(1);
	}

	@Override
	public boolean verify() {
		return isValid();
	}

	@Override
	public long fencingToken() {
		throw new IllegalStateException();
	}

	@Override
	public boolean wasReacquired() {
		return this.reacquired;
	}

	@Override
	public void extend() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void extend(Duration expiry) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<Void> extendAsync() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void discard() {
		close();
	}

	@Override
	public void unlock() {
		close();
	}

	@Override
	public void unlockAfter(Duration keep) {
		close();
	}

	@Override
	public CompletableFuture<Void> unlockAsync() {
		close();
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public CompletableFuture<LeaseLostException> onLost() {
		return this.loss.copy();
	}

}
