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
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.github.redsync.node.NodeReply;
import io.github.redsync.quorum.Hold;
import io.github.redsync.quorum.HoldEvents;
import io.github.redsync.quorum.HoldResult;
import io.github.redsync.quorum.Loss;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Lease} over a {@link Hold}.
 */
final class DefaultLease extends AbstractLease implements HoldEvents {

	private static final Logger logger = LoggerFactory.getLogger(Lease.class);

	private final Context context;

	private final DefaultMutex mutex;

	private final Hold hold;

	private final CompletableFuture<LeaseLostException> loss = new CompletableFuture<>();

	private final AtomicBoolean ended = new AtomicBoolean();

	/** How long the lock had been held when its release began. */
	private volatile @Nullable Duration heldAtRelease;

	DefaultLease(Context context, DefaultMutex mutex, Hold hold) {
		super(context.callbacks());
		this.context = context;
		this.mutex = mutex;
		this.hold = hold;
	}

	void begin() {
		tell((listener) -> listener.granted(this.mutex, this));
		this.hold.watch(this);
	}

	@Override
	public String name() {
		return this.mutex.name();
	}

	@Override
	public String value() {
		return this.hold.tellValue();
	}

	@Override
	public Instant until() {
		return this.hold.until();
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
	public boolean lapsed() {
		return this.hold.lapsed();
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
		return extension.thenApply((result) -> Optional.ofNullable(Failures.ofExtend(name(), result)));
	}

	@Override
	CompletableFuture<Optional<RedsyncException>> release() {
		return release(Duration.ZERO);
	}

	@Override
	CompletableFuture<Optional<RedsyncException>> release(Duration keep) {
		boolean knownToBeHeld = !this.hold.until().equals(Instant.EPOCH);
		return this.hold.release(keep.toNanos())
			.thenCompose((result) -> ended(result, knownToBeHeld))
			.thenApply((result) -> Optional.ofNullable(Failures.ofUnlock(name(), result)));
	}

	private CompletableFuture<HoldResult> ended(HoldResult result, boolean knownToBeHeld) {
		return switch (result.kind()) {
			case DONE, FAILED, CLOSED -> released(result);
			// Without replies the lease had ended before, which was reported then
			case EXPIRED -> (result.results() == null) ? CompletableFuture.completedFuture(result)
					: knownToBeHeld ? lostAtRelease(result) : released(result);
			case RELEASED -> CompletableFuture.completedFuture(result);
		};
	}

	/**
	 * Report a loss that only the replies to the release have shown. The caller of the
	 * release gets the reason, so it is not logged here.
	 */
	private CompletableFuture<HoldResult> lostAtRelease(HoldResult result) {
		this.loss.complete(Failures.lost(name(), new Loss(Loss.Kind.GONE, result.nodes())));
		return reportLoss().thenApply((reported) -> result);
	}

	private CompletableFuture<HoldResult> released(HoldResult result) {
		ended((listener, held) -> listener.released(this.mutex, this, held), Runnable::run);
		return CompletableFuture.completedFuture(result);
	}

	@Override
	public void discard() {
		// No work ran under the lock: that its keys are gone is no loss
		this.hold.discard().thenCompose(this::released);
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
	public void extended(boolean extended) {
		tell((listener) -> listener.extended(this.mutex, this, extended));
	}

	@Override
	public void lost(Loss loss) {
		LeaseLostException exception = Failures.lost(name(), loss);
		logger.warn("{}", exception.getMessage());
		this.loss.complete(exception);
		reportLoss();
	}

	/**
	 * Report a loss to the listeners on a callback thread: a listener that blocks a timer
	 * or an event loop would make other leases end as well.
	 */
	private CompletableFuture<Void> reportLoss() {
		return ended((listener, held) -> listener.lost(this.mutex, this, held), this.context.callbacks());
	}

	@Override
	public void released() {
		// Not reported yet: the replies of the nodes tell a release from a loss
		this.heldAtRelease = Duration.ofNanos(this.hold.heldNanos());
	}

	private CompletableFuture<Void> ended(BiConsumer<RedsyncListener, Duration> event, Executor executor) {
		if (this.ended.compareAndSet(false, true) && this.context.events().isListenedTo()) {
			Duration atRelease = this.heldAtRelease;
			Duration held = (atRelease != null) ? atRelease : Duration.ofNanos(this.hold.heldNanos());
			return CompletableFuture.runAsync(() -> tell((listener) -> event.accept(listener, held)), executor);
		}
		return CompletableFuture.completedFuture(null);
	}

	private void tell(Consumer<RedsyncListener> event) {
		if (this.context.events().isListenedTo()) {
			this.context.events().tell(event);
		}
	}

}
