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
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.redsync.internal.hold.Hold;
import io.github.redsync.internal.hold.HoldListener;
import io.github.redsync.internal.hold.HoldResult;
import io.github.redsync.internal.hold.Loss;
import io.github.redsync.node.NodeReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Lease} of one lock.
 */
final class DefaultLease extends AbstractLease implements HoldListener {

	private static final Logger logger = LoggerFactory.getLogger(Lease.class);

	/** The result of almost every release, shared to avoid its allocation. */
	private static final CompletableFuture<Optional<RedsyncException>> UNLOCKED = CompletableFuture
		.completedFuture(Optional.empty());

	private final MutexContext context;

	private final DefaultMutex mutex;

	private final Hold hold;

	private final boolean attached;

	private final CompletableFuture<LeaseLostException> loss = new CompletableFuture<>();

	private final AtomicBoolean ended = new AtomicBoolean();

	/** How long the lock had been held when its release began, or -1 before that. */
	private volatile long heldAtReleaseNanos = -1;

	DefaultLease(MutexContext context, DefaultMutex mutex, Hold hold) {
		super(context.callbacks());
		this.context = context;
		this.mutex = mutex;
		this.hold = hold;
		this.attached = !hold.isValidityKnown();
	}

	void begin() {
		publish((listener) -> listener.onGranted(this.mutex, this));
		this.hold.watch(this);
	}

	@Override
	public String name() {
		return this.mutex.name();
	}

	@Override
	public String value() {
		return this.hold.exposeValue();
	}

	@Override
	public Instant until() {
		return this.hold.until();
	}

	@Override
	public boolean isAttached() {
		return this.attached;
	}

	@Override
	public Duration timeLeft() {
		return isValid() ? Duration.ofNanos(Math.max(0, this.hold.leftNanos())) : Duration.ZERO;
	}

	@Override
	public boolean isValid() {
		return this.hold.isHeld();
	}

	@Override
	public long fencingToken() {
		if (this.hold.token() == NodeReply.NO_FENCE) {
			throw new IllegalStateException("Lock '" + PrintableName.from(name()) + "' has no fencing token: "
					+ (this.attached ? "the lease is attached, and only the lease that acquired the lock has it"
							: "enable the option 'fencing'"));
		}
		return this.hold.token();
	}

	@Override
	public boolean wasReacquired() {
		return this.hold.wasReacquired();
	}

	@Override
	CompletableFuture<Optional<RedsyncException>> extension() {
		return extended(this.hold.extend());
	}

	@Override
	CompletableFuture<Optional<RedsyncException>> extension(Duration expiry) {
		return extended(this.hold.extend(expiry.toMillis()));
	}

	private CompletableFuture<Optional<RedsyncException>> extended(CompletableFuture<HoldResult> extension) {
		return extension.thenApply((result) -> Optional.ofNullable(ExceptionTranslator.ofExtend(name(), result)));
	}

	@Override
	CompletableFuture<Optional<RedsyncException>> release() {
		return release(Duration.ZERO);
	}

	@Override
	CompletableFuture<Optional<RedsyncException>> release(Duration keep) {
		boolean wasHeld = this.hold.isValidityKnown();
		return this.hold.release(keep.toNanos()).thenCompose((result) -> ended(result, wasHeld));
	}

	private CompletableFuture<Optional<RedsyncException>> ended(HoldResult result, boolean wasHeld) {
		if (result.kind() == HoldResult.Kind.DONE) {
			reportRelease();
			return UNLOCKED;
		}
		Optional<RedsyncException> failure = Optional.ofNullable(ExceptionTranslator.ofUnlock(name(), result));
		if (isLossShown(result) && wasHeld) {
			// Not logged, because the caller of the release gets the reason
			this.loss.complete(ExceptionTranslator.lost(name(), new Loss(Loss.Kind.GONE, result.nodes())));
			return reportLoss().thenApply((reported) -> failure);
		}
		if (isLossShown(result) || result.kind() == HoldResult.Kind.FAILED || result.kind() == HoldResult.Kind.CLOSED) {
			reportRelease();
		}
		return CompletableFuture.completedFuture(failure);
	}

	/**
	 * Return whether the replies to the release have shown that the lock was lost. A
	 * result without replies means that the lease had ended, and was reported, before.
	 */
	private static boolean isLossShown(HoldResult result) {
		return result.kind() == HoldResult.Kind.EXPIRED && result.results() != null;
	}

	@Override
	public void discard() {
		// No work ran under the lock, so missing keys are not reported as a loss
		this.hold.discard().thenRun(this::reportRelease);
	}

	@Override
	CompletableFuture<Boolean> verification() {
		return this.hold.verify();
	}

	@Override
	CompletableFuture<LeaseLostException> loss() {
		return this.loss;
	}

	@Override
	boolean isReleased() {
		return this.hold.isReleased();
	}

	@Override
	boolean isLost() {
		return this.hold.isLost();
	}

	@Override
	public void onExtended(boolean extended) {
		publish((listener) -> listener.onExtended(this.mutex, this, extended));
	}

	@Override
	public void onLost(Loss loss) {
		LeaseLostException exception = ExceptionTranslator.lost(name(), loss);
		logger.warn("{}", exception.getMessage());
		this.loss.complete(exception);
		reportLoss();
	}

	/**
	 * Report a loss to the listeners on a callback thread. A listener that blocks the
	 * timer thread or an event loop would cause the loss of other leases.
	 */
	private CompletableFuture<Void> reportLoss() {
		if (!isFirstReport()) {
			return CompletableFuture.completedFuture(null);
		}
		Duration held = held();
		return CompletableFuture.runAsync(() -> publish((listener) -> listener.onLost(this.mutex, this, held)),
				this.context.callbacks());
	}

	private void reportRelease() {
		if (isFirstReport()) {
			Duration held = held();
			publish((listener) -> listener.onReleased(this.mutex, this, held));
		}
	}

	/**
	 * Return whether the end of the lease must be reported, which is done once.
	 */
	private boolean isFirstReport() {
		return this.ended.compareAndSet(false, true) && !this.context.listeners().isEmpty();
	}

	private Duration held() {
		long atRelease = this.heldAtReleaseNanos;
		return Duration.ofNanos((atRelease >= 0) ? atRelease : this.hold.heldNanos());
	}

	@Override
	public void onReleased() {
		// Reported later, because the replies distinguish a release from a loss
		this.heldAtReleaseNanos = this.hold.heldNanos();
	}

	private void publish(Consumer<RedsyncListener> event) {
		this.context.listeners().publish(event);
	}

}
