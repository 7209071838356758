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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.redsync.quorum.LockParameters;
import io.github.redsync.quorum.Timers.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One call that acquires several locks, one after another. What is held already is
 * extended while the next is waited for. Once it is clear that not all of them come, it
 * holds none.
 */
final class CompositeAcquireCall implements LeaseCall {

	private final CompositeMutex mutex;

	private final LockParameters terms;

	private final long beginNanos;

	private final long upkeepNanos;

	private long heldSinceNanos;

	private final CompletableFuture<AbstractLease> result = new CompletableFuture<>();

	private final List<AbstractLease> leases = new ArrayList<>();

	private @Nullable AcquireCall running;

	private @Nullable Timeout upkeep;

	private State state = State.OPEN;

	private enum State {

		OPEN, GRANTED, GIVEN_UP

	}

	CompositeAcquireCall(CompositeMutex mutex, LockParameters terms) {
		this.mutex = mutex;
		this.terms = terms;
		this.beginNanos = now();
		this.upkeepNanos = mutex.options().expiry().toNanos() / 3;
	}

	@Override
	public CompletableFuture<AbstractLease> result() {
		return this.result;
	}

	@Override
	public void begin() {
		next();
	}

	private void next() {
		AcquireCall call;
		synchronized (this) {
			if (this.state != State.OPEN) {
				return;
			}
			int index = this.leases.size();
			call = this.mutex.call(index, (index == 0) ? this.terms : termsOfRest());
			this.running = call;
		}
		call.result().whenComplete(this::ended);
		call.begin();
		if (isGivenUp()) {
			// A cancellation that came before the beginning found nothing to cancel
			call.cancel();
		}
	}

	private LockParameters termsOfRest() {
		boolean bounded = this.terms.waitNanos() != LockParameters.UNBOUNDED;
		return bounded
				? TermsFactory.within(this.terms, Math.max(0, this.terms.waitNanos() - (now() - this.beginNanos)))
				: this.terms;
	}

	private void ended(@Nullable AbstractLease lease, @Nullable Throwable failure) {
		if (lease == null) {
			fail((failure != null) ? failure : new IllegalStateException("There is no lease"));
			return;
		}
		boolean complete = false;
		boolean open;
		synchronized (this) {
			open = this.state == State.OPEN;
			if (open) {
				this.leases.add(lease);
				complete = this.leases.size() == this.mutex.size();
				if (this.leases.size() == 1) {
					this.heldSinceNanos = now();
					scheduleUpkeep();
				}
			}
		}
		if (!open) {
			// Not under the lock of this object: listeners and other calls may be
			// notified
			lease.discard();
			return;
		}
		lease.loss().thenAccept(this::failAfterLoss);
		if (!complete) {
			next();
		}
		else if (this.terms.autoExtend() || now() - this.heldSinceNanos < this.upkeepNanos) {
			succeed();
		}
		else {
			renew();
		}
	}

	/**
	 * Give the whole expiry to a caller who has waited, so that the first lock ends no
	 * sooner than the last.
	 */
	private void renew() {
		this.mutex.lease(held())
			.extension()
			.thenAccept((failure) -> failure.ifPresentOrElse((problem) -> fail(new LockNotAcquiredException(
					"Locks " + PrintableName.from(this.mutex.name()) + " were not acquired because one of them "
							+ "could not be kept while the others were waited for: " + problem.getMessage(),
					problem.nodes(), problem)), this::succeed));
	}

	private void succeed() {
		CompositeLease lease = this.mutex.lease(held());
		// One that is not valid any more is lost by the question, which ends this call
		if (lease.isValid() && end(State.GRANTED)) {
			this.result.complete(lease);
		}
	}

	private void failAfterLoss(LeaseLostException loss) {
		fail(new LockNotAcquiredException(
				"Locks " + PrintableName.from(this.mutex.name()) + " were not acquired because one of them was "
						+ "lost while the others were waited for: " + loss.getMessage(),
				loss.nodes(), loss));
	}

	private void fail(Throwable failure) {
		if (end(State.GIVEN_UP)) {
			giveBack();
			this.result.completeExceptionally(failure);
		}
	}

	@Override
	public void cancel() {
		if (end(State.GIVEN_UP)) {
			giveBack();
			this.result.cancel(false);
			return;
		}
		this.result.whenComplete((lease, failure) -> {
			if (lease != null) {
				lease.discard();
			}
		});
	}

	private void giveBack() {
		AcquireCall call;
		synchronized (this) {
			call = this.running;
		}
		if (call != null) {
			call.cancel();
		}
		// Nothing is added to them any more
		this.leases.forEach(AbstractLease::discard);
	}

	private synchronized boolean end(State end) {
		if (this.state != State.OPEN) {
			return false;
		}
		this.state = end;
		if (this.upkeep != null) {
			this.upkeep.cancel();
		}
		return true;
	}

	private synchronized void scheduleUpkeep() {
		if (this.state == State.OPEN && !this.terms.autoExtend()) {
			this.upkeep = this.mutex.context().engine().group().timers().schedule(this.upkeepNanos, this::upkeep);
		}
	}

	private void upkeep() {
		held().forEach(AbstractLease::extension);
		scheduleUpkeep();
	}

	private synchronized List<AbstractLease> held() {
		return (this.state == State.OPEN) ? List.copyOf(this.leases) : List.of();
	}

	private synchronized boolean isGivenUp() {
		return this.state == State.GIVEN_UP;
	}

	private long now() {
		return this.mutex.context().engine().group().time().nanoTime();
	}

}
