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

import io.github.redsync.node.NodeReply;
import io.github.redsync.quorum.Hold;
import io.github.redsync.quorum.HoldListener;
import io.github.redsync.quorum.HoldResult;
import io.github.redsync.quorum.Loss;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Lease} over a {@link Hold}.
 */
final class DefaultLease extends AbstractLease implements HoldListener {

	private static final Logger logger = LoggerFactory.getLogger(Lease.class);

	/** The result of almost every release, shared to save its allocation. */
	private static final CompletableFuture<Optional<RedsyncException>> UNLOCKED = CompletableFuture
		.completedFuture(Optional.empty());

	private final MutexContext context;

	private final DefaultMutex mutex;

	private final Hold hold;

	private final boolean attached;

	private final CompletableFuture<LeaseLostException> loss = new CompletableFuture<>();

	private final AtomicBoolean ended = new AtomicBoolean();

	/** How long the lock had been held when its release began, or -1 before. */
	private volatile long heldAtReleaseNanos = -1;

	DefaultLease(MutexContext context, DefaultMutex mutex, Hold hold) {
		super(context.callbacks());
		this.context = context;
		this.mutex = mutex;
		this.hold = hold;
		this.attached = !hold.isValidityKnown();
	}

	void begin() {
		tell((listener) -> listener.onGranted(this.mutex, this));
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
			throw new IllegalStateException(
					"Lock '" + PrintableName.from(name()) + "' has no fencing token: switch fencing on in its "
							+ "options, and take the lock itself instead of attaching to it");
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
		boolean knownToBeHeld = this.hold.isValidityKnown();
		return this.hold.release(keep.toNanos()).thenCompose((result) -> ended(result, knownToBeHeld));
	}

	private CompletableFuture<Optional<RedsyncException>> ended(HoldResult result, boolean knownToBeHeld) {
		if (result.kind() == HoldResult.Kind.DONE) {
			reportRelease();
			return UNLOCKED;
		}
		Optional<RedsyncException> failure = Optional.ofNullable(ExceptionTranslator.ofUnlock(name(), result));
		if (isLossShown(result) && knownToBeHeld) {
			// The caller of the release gets the reason, so it is not logged here
			this.loss.complete(ExceptionTranslator.lost(name(), new Loss(Loss.Kind.GONE, result.nodes())));
			return reportLoss().thenApply((reported) -> failure);
		}
		if (isLossShown(result) || result.kind() == HoldResult.Kind.FAILED || result.kind() == HoldResult.Kind.CLOSED) {
			reportRelease();
		}
		return CompletableFuture.completedFuture(failure);
	}

	/**
	 * Return whether the replies to the release have shown that the lock is gone. Without
	 * replies the lease had ended before, which was reported then.
	 */
	private static boolean isLossShown(HoldResult result) {
		return result.kind() == HoldResult.Kind.EXPIRED && result.results() != null;
	}

	@Override
	public void discard() {
		// No work ran under the lock: that its keys are gone is no loss
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
		tell((listener) -> listener.onExtended(this.mutex, this, extended));
	}

	@Override
	public void onLost(Loss loss) {
		LeaseLostException exception = ExceptionTranslator.lost(name(), loss);
		logger.warn("{}", exception.getMessage());
		this.loss.complete(exception);
		reportLoss();
	}

	/**
	 * Report a loss to the listeners on a callback thread: a listener that blocks a timer
	 * or an event loop would make other leases end as well.
	 */
	private CompletableFuture<Void> reportLoss() {
		if (!isFirstReport()) {
			return CompletableFuture.completedFuture(null);
		}
		Duration held = held();
		return CompletableFuture.runAsync(() -> tell((listener) -> listener.onLost(this.mutex, this, held)),
				this.context.callbacks());
	}

	private void reportRelease() {
		if (isFirstReport()) {
			Duration held = held();
			tell((listener) -> listener.onReleased(this.mutex, this, held));
		}
	}

	/**
	 * Return whether the end of the lease has to be reported, which is done once.
	 */
	private boolean isFirstReport() {
		return this.ended.compareAndSet(false, true) && this.context.events().isListenedTo();
	}

	private Duration held() {
		long atRelease = this.heldAtReleaseNanos;
		return Duration.ofNanos((atRelease >= 0) ? atRelease : this.hold.heldNanos());
	}

	@Override
	public void onReleased() {
		// Not reported yet: the replies of the nodes tell a release from a loss
		this.heldAtReleaseNanos = this.hold.heldNanos();
	}

	private void tell(Consumer<RedsyncListener> event) {
		if (this.context.events().isListenedTo()) {
			this.context.events().tell(event);
		}
	}

}
