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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.redsync.node.NodeResult;
import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

/**
 * The implementation of {@link Redsync}.
 */
final class DefaultRedsync implements Redsync {

	private static final Consumer<LockOptionsBuilder> NO_CHANGES = (options) -> {
	};

	private final MutexContext context;

	private final LockOptions defaults;

	private final List<Runnable> closing;

	private final AtomicBoolean closed = new AtomicBoolean();

	/**
	 * Create an instance.
	 * @param closing closes the resources of the instance, in this order
	 */
	DefaultRedsync(MutexContext context, LockOptions defaults, List<Runnable> closing) {
		this.context = context;
		this.defaults = defaults;
		this.closing = closing;
	}

	@Override
	public Mutex newMutex(String name) {
		return newMutex(name, this.defaults);
	}

	@Override
	public Mutex newMutex(String name, LockOptions options) {
		Objects.requireNonNull(options, "'options' must not be null");
		LockNames.check(name);
		return new DefaultMutex(this.context, name, options);
	}

	@Override
	public Mutex newMutex(String name, Consumer<LockOptionsBuilder> customizer) {
		LockOptionsBuilder options = this.defaults.toBuilder();
		customizer.accept(options);
		return newMutex(name, options.build());
	}

	@Override
	public Mutex newMutex(Collection<String> names, LockOptions options) {
		return CompositeMutex.of(this.context, names, options);
	}

	@Override
	public <T extends @Nullable Object, E extends Exception> T withLock(String name, CheckedSupplier<T, E> body)
			throws E {
		return BlockingLockCall.call(autoExtendingMutex(name, NO_CHANGES), (lease) -> body.get());
	}

	@Override
	public void withLock(String name, Runnable body) {
		BlockingLockCall.call(autoExtendingMutex(name, NO_CHANGES), running(body));
	}

	@Override
	public <T extends @Nullable Object, E extends Exception> T withLock(String name,
			Consumer<LockOptionsBuilder> customizer, LockCallback<T, E> body) throws E {
		return BlockingLockCall.call(autoExtendingMutex(name, customizer), body);
	}

	@Override
	public <T, E extends Exception> Optional<T> tryWithLock(String name, CheckedSupplier<? extends @Nullable T, E> body)
			throws E {
		return BlockingLockCall.tryCall(nonWaitingMutex(name, NO_CHANGES), (lease) -> body.get());
	}

	@Override
	public boolean tryWithLock(String name, Runnable body) {
		return BlockingLockCall.tryCall(nonWaitingMutex(name, NO_CHANGES), running(body)).isPresent();
	}

	@Override
	public <T, E extends Exception> Optional<T> tryWithLock(String name, Consumer<LockOptionsBuilder> customizer,
			LockCallback<? extends @Nullable T, E> body) throws E {
		return BlockingLockCall.tryCall(nonWaitingMutex(name, customizer), body);
	}

	private static LockCallback<Boolean, RuntimeException> running(Runnable body) {
		return (lease) -> {
			body.run();
			return true;
		};
	}

	@Override
	public <T extends @Nullable Object> CompletableFuture<T> withLockAsync(String name,
			Supplier<? extends CompletionStage<T>> body) {
		return AsyncLockCall.call(autoExtendingMutex(name, NO_CHANGES), this.context.callbacks(),
				(lease) -> body.get());
	}

	@Override
	public <T extends @Nullable Object> CompletableFuture<T> withLockAsync(String name,
			Consumer<LockOptionsBuilder> customizer, Function<? super Lease, ? extends CompletionStage<T>> body) {
		return AsyncLockCall.call(autoExtendingMutex(name, customizer), this.context.callbacks(), body);
	}

	private Mutex autoExtendingMutex(String name, Consumer<LockOptionsBuilder> customizer) {
		return newMutex(name, (options) -> customizer.accept(options.autoExtend(true)));
	}

	private Mutex nonWaitingMutex(String name, Consumer<LockOptionsBuilder> customizer) {
		return autoExtendingMutex(name, (options) -> customizer.accept(options.waitTime(Duration.ZERO)));
	}

	@Override
	public boolean owns(Mutex mutex) {
		return mutex instanceof AbstractMutex other && other.context() == this.context;
	}

	@Override
	public LockOptions defaults() {
		return this.defaults;
	}

	@Override
	public List<RedisNode> nodes() {
		return this.context.engine().group().nodes();
	}

	@Override
	public int quorum() {
		return this.context.engine().group().majority();
	}

	@Override
	public List<NodeResult> ping(Duration limit) {
		try {
			return Futures.forResult(this.context.engine().ping(Durations.toNanos(limit)));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new LockInterruptedException("The thread was interrupted while waiting for the nodes", List.of(),
					null);
		}
	}

	@Override
	public Map<String, Instant> quarantinedNodes() {
		return new Quarantine(this.context.engine().group()).nodes();
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.context.engine().close();
			this.closing.forEach(Runnable::run);
		}
	}

	@Override
	public String toString() {
		return "Redsync" + nodes().stream().map(RedisNode::name).toList();
	}

}
