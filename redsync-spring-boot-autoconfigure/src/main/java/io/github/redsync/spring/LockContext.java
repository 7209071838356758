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

package io.github.redsync.spring;

import java.util.Optional;

import io.github.redsync.Lease;
import io.github.redsync.PrintableName;
import io.github.redsync.spring.scope.LockContextHolder;
import io.github.redsync.spring.scope.LockScope;
import io.github.redsync.spring.scope.ReactiveLockContextHolder;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Access to the lock of the current {@link DistributedLock @DistributedLock} call.
 * <pre class="code">
 * &#064;DistributedLock(name = "account:#{#id}", fencing = true)
 * public void book(String id, List&lt;Entry&gt; entries) {
 *     for (Entry entry : entries) {
 *         LockContext.ensureHeld();
 *         this.ledger.write(entry, LockContext.fencingToken());
 *     }
 * }</pre>
 * <p>
 * The lock is that of the innermost locked method around the current call. Where it is
 * visible depends on the method:
 * <ul>
 * <li>A blocking method sees it on its own thread.</li>
 * <li>A method that returns a future sees it on the thread that calls it, but not in the
 * stages that it attaches to the future.</li>
 * <li>A method that returns a publisher sees it while it is called and while its
 * publisher is subscribed to. The whole chain, and suspending functions, get it by
 * {@link #currentReactive()}.</li>
 * <li>Threads that a method starts do not see it. Pass the {@link #current() lease} to
 * them.</li>
 * </ul>
 * <p>
 * The lock is released at the end of the call. Do not release it through the lease.
 *
 * @since 0.1.0
 */
public final class LockContext {

	private static final String ACTION = "call the @DistributedLock method on the bean that Spring injects, not on "
			+ "'this' or on an object created with 'new', and use LockContext on the thread of the call";

	private LockContext() {
	}

	/**
	 * Return the lease of the innermost lock.
	 * @return the lease
	 * @throws IllegalStateException if the current call is not under a lock
	 */
	public static Lease current() {
		return find().orElseThrow(LockContext::noLock);
	}

	/**
	 * Return the lease of the innermost lock, if there is one.
	 * @return the lease, or empty
	 */
	public static Optional<Lease> find() {
		return lease(LockContextHolder.current());
	}

	/**
	 * Return the lease of the innermost lock of a reactive chain.
	 * @param context the Reactor context of the chain, such as that of
	 * {@code Mono.deferContextual(...)}
	 * @return the lease, or empty
	 */
	public static Optional<Lease> find(ContextView context) {
		return lease(ReactiveLockContextHolder.find(context));
	}

	/**
	 * Return the lease of the innermost lock of the reactive chain that subscribes.
	 * @return a mono of the lease, which fails with an {@link IllegalStateException} if
	 * the chain is not under a lock
	 */
	public static Mono<Lease> currentReactive() {
		return Mono.deferContextual((context) -> Mono.justOrEmpty(find(context)))
			.switchIfEmpty(Mono.error(LockContext::noLock));
	}

	/**
	 * Throw if the innermost lock is not held at this moment. Compares clocks and sends
	 * no request, so it is cheap enough to be called before each step.
	 * @throws io.github.redsync.LeaseLostException if the lock was lost
	 * @throws IllegalStateException if the current call is not under a lock
	 */
	public static void ensureHeld() {
		current().ensureHeld();
	}

	/**
	 * Return the fencing token of the innermost lock.
	 * @return the token, greater than 0
	 * @throws IllegalStateException if the current call is not under a lock, or that lock
	 * was acquired without {@link DistributedLock#fencing() fencing}
	 */
	public static long fencingToken() {
		return current().fencingToken();
	}

	/**
	 * Throw if the current call is not under a given lock. Call it at the beginning of a
	 * method to detect calls that bypass the proxy: those that an object makes to itself,
	 * or calls of an object that is not a bean. Sends no request.
	 * @param name the name of the lock, expressions evaluated
	 * @throws IllegalStateException if the call is not under this lock
	 * @throws io.github.redsync.LeaseLostException if the lock was lost
	 */
	public static void assertHeld(String name) {
		LockScope innermost = LockContextHolder.current();
		for (LockScope lock = innermost; lock != null; lock = lock.outer()) {
			Lease lease = lock.shared().lease();
			boolean over = lock != innermost && lock.shared().isReleased();
			if (!over && lease.names().contains(name)) {
				lease.ensureHeld();
				return;
			}
		}
		throw new IllegalStateException(
				"The lock '" + PrintableName.from(name) + "' is not held by the current call: " + ACTION);
	}

	private static Optional<Lease> lease(@Nullable LockScope lock) {
		return (lock != null) ? Optional.of(lock.shared().lease()) : Optional.empty();
	}

	private static IllegalStateException noLock() {
		return new IllegalStateException("The current call is not under a lock: " + ACTION);
	}

}
