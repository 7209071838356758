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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Runs a method under a distributed lock. Of all calls for the same {@linkplain #name()
 * name}, in all processes that use the same Redis nodes, one runs at a time.
 * <pre class="code">
 * &#064;DistributedLock(name = "order:#{#order.id}", expiry = "10s")
 * public Receipt charge(Order order) { ... }</pre>
 *
 * <h2>Acquisition and release</h2>
 * <p>
 * The lock is acquired before the method is called and released after it. A result or an
 * exception of the method reaches the caller unchanged. A call that needs a lock which
 * its call path already holds joins that lock: see {@link LockContext}.
 * <p>
 * If the lock is not acquired, the method does not run. The caller gets the exception
 * that {@link io.github.redsync.Mutex#lock()} throws, such as
 * {@link io.github.redsync.LockTakenException}, unless {@link #onBusy()},
 * {@link #fallback()} or a {@link LockFailureHandler} handles the call.
 * <p>
 * If the lock is lost while the method runs, {@link #onLost()} applies. By default the
 * call ends in a {@link io.github.redsync.LeaseLostException}, and transactions begun
 * under the lock do not commit.
 *
 * <h2>Asynchronous methods</h2>
 * <ul>
 * <li>{@code CompletableFuture}, {@code CompletionStage}: the lock is held until the
 * future is complete.</li>
 * <li>Types that {@code ReactiveAdapterRegistry} supports ({@code Mono}, {@code Flux},
 * Kotlin's {@code Flow}): each subscription acquires the lock and holds it until the
 * subscription ends.</li>
 * <li>Suspending functions: the lock is held until the function returns.</li>
 * <li>A plain {@code Future} is rejected, because its completion cannot be observed.</li>
 * </ul>
 * <p>
 * No thread is blocked while such a call waits for the lock. Cancelling the result
 * releases the lock or ends the wait for it. A stream or iterator that the caller
 * consumes is consumed after the release.
 *
 * <h2>Annotated methods and classes</h2>
 * <p>
 * On a class, the annotation applies to all public methods, including inherited ones. It
 * does not apply to static methods, to the methods of {@link Object}, or to methods that
 * only the container calls (those of {@code InitializingBean}, {@code Aware},
 * {@code Ordered}, {@code SmartLifecycle} and similar interfaces). An annotation on a
 * method replaces that of the class.
 * <p>
 * An overriding method or an implementation of an interface method has the lock of the
 * method it overrides, unless it is annotated itself. The annotation can be used as a
 * meta-annotation. If two different annotations apply and neither replaces the other, for
 * example because two interfaces declare them, the application does not start.
 *
 * <h2>Proxies</h2>
 * <p>
 * The lock is applied by a proxy, so a call that an object makes to its own method is not
 * locked. The lock is outside of {@code @Transactional} (released after the commit) and
 * {@code @Cacheable} (acquired even for a cache hit). It is inside of {@code @Async}
 * (acquired on the executor's thread), {@code @Retryable} (acquired again for each
 * attempt) and the checks of Spring Security.
 * <p>
 * If the caller is already in a transaction, the lock is released when that transaction
 * has completed. Further calls for the same name in this transaction share the lock, and
 * the commit fails if the lock was lost.
 *
 * <h2>Errors at start-up</h2>
 * <p>
 * An annotation with an invalid expression or duration, or on a private or final method,
 * fails the creation of its bean, so the application does not start. The same applies to
 * an annotation on a method that the container calls past the proxy
 * ({@code @PostConstruct}, {@code @Autowired}, a destroy method), and to a bean that is
 * created before it can be proxied, because a post-processor needs it.
 *
 * @since 0.1.0
 * @see io.github.redsync.Redsync
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Reflective
public @interface DistributedLock {

	/**
	 * Alias for {@link #name()}.
	 * @return the name of the lock
	 */
	@AliasFor("name")
	String value() default "";

	/**
	 * The name of the lock: text with SpEL expressions in <code>#{...}</code> and
	 * placeholders in <code>${...}</code>. Required unless {@link #names()} is set.
	 * <p>
	 * An expression can refer to:
	 * <ul>
	 * <li>the arguments of the call by name (<code>#order</code>, if the class was
	 * compiled with {@code -parameters}) or by position (<code>#p0</code> or
	 * <code>#a0</code> for the first);</li>
	 * <li>beans (<code>@tenants</code>);</li>
	 * <li>the call itself: <code>#root.method</code>, <code>#root.target</code>,
	 * <code>#root.targetClass</code> and <code>#root.args</code>.</li>
	 * </ul>
	 * <p>
	 * Placeholders are resolved once. The value of an argument is never evaluated as an
	 * expression.
	 * <p>
	 * The value of an expression must identify a lock. If it is {@code null}, blank, a
	 * collection, an array, or an object without a {@code toString()} of its own, the
	 * call fails with an {@link IllegalStateException}.
	 * @return the name of the lock
	 */
	@AliasFor("value")
	String name() default "";

	/**
	 * The names of several locks that are held together, in place of {@link #name()}. All
	 * of them are acquired or none. All callers acquire them in the same order, so calls
	 * that need some of the same locks do not deadlock.
	 * <p>
	 * Each name has the syntax of {@link #name()}. In addition, one expression per name
	 * may return a collection or an array, which stands for one lock per element, as in
	 * <code>names = "account:#{#ids}"</code>. Duplicate names count once. If no name is
	 * left, the call fails with an {@link IllegalStateException}.
	 * @return the names of the locks, or empty if {@code name} is set
	 * @see io.github.redsync.Redsync#newMutex(java.util.Collection,
	 * io.github.redsync.LockOptions)
	 */
	String[] names() default {};

	/**
	 * The maximum time to wait for the lock while it is taken. With {@code 0s} a single
	 * attempt is made. If {@link #tries()} is also set, the wait ends at the first limit
	 * that is reached.
	 * <p>
	 * A duration such as {@code 10s} or {@code PT10S}; <code>${...}</code> placeholders
	 * are resolved. The default is {@code redsync.lock.wait-time}. With
	 * {@link OnBusy#SKIP} and without {@code tries}, the default is half of
	 * {@link #minHold()}, at most 1 second, so there is no wait without a
	 * {@code minHold}.
	 * @return a duration, or empty for the default
	 */
	String waitTime() default "";

	/**
	 * The time after which the lock ends if it is not extended. It is the time for which
	 * a crashed process blocks the others, and the longest pause of the holder that the
	 * lock survives. At least 53 milliseconds, so that a node has 50 to reply, and at
	 * most 365 days.
	 * <p>
	 * A duration such as {@code 10s} or {@code PT10S}; <code>${...}</code> placeholders
	 * are resolved. The default is {@code redsync.lock.expiry}.
	 * @return a duration, or empty for the default
	 */
	String expiry() default "";

	/**
	 * Whether the lock is extended while the method runs, up to {@link #maxHold()}. If
	 * not, the lock ends after {@link #expiry()}, and a method that takes longer ends in
	 * a {@link io.github.redsync.LeaseLostException}.
	 * <p>
	 * {@code true} by default.
	 * @return whether the lock is extended
	 */
	boolean autoExtend() default true;

	/**
	 * The action to take when the lock is still taken after {@link #waitTime()}, which is
	 * short by default with {@link OnBusy#SKIP}.
	 * <p>
	 * {@link OnBusy#THROW} by default.
	 * @return the action
	 */
	OnBusy onBusy() default OnBusy.THROW;

	/**
	 * The name of a method that is called in place of this one if the lock is not
	 * acquired, because it is taken or because too few nodes replied. The caller gets the
	 * result or the exception of that method.
	 * <p>
	 * The method is declared in the same class, with any visibility, and has the same
	 * parameters and return type. It may have one more parameter at the end for the
	 * exception, of type {@link io.github.redsync.LockNotAcquiredException} or a subtype
	 * such as {@link io.github.redsync.LockTakenException}. With a subtype, the method is
	 * called for that exception only. It must not have a lock of its own. Cannot be
	 * combined with {@link OnBusy#SKIP}.
	 * @return the name of a method, or empty for none
	 */
	String fallback() default "";

	/**
	 * The action to take when the lock is lost while the method runs.
	 * <p>
	 * {@link OnLost#THROW} by default.
	 * @return the action
	 */
	OnLost onLost() default OnLost.THROW;

	/**
	 * The minimum time for which the lock stays taken, counted from the acquisition, even
	 * if the method ends earlier. A short scheduled job then runs once although the
	 * clocks of the processes differ. Not longer than {@link #expiry()}.
	 * <p>
	 * A duration such as {@code 10s} or {@code PT10S}; <code>${...}</code> placeholders
	 * are resolved. The default is {@code redsync.lock.min-hold}.
	 * @return a duration, or empty for the default
	 */
	String minHold() default "";

	/**
	 * The maximum time for which the lock is {@linkplain #autoExtend() extended}, counted
	 * from the acquisition, so that a method that hangs does not block the others
	 * forever. Not shorter than {@link #expiry()}, at most 365 days.
	 * <p>
	 * A duration such as {@code 1h} or {@code PT1H}; <code>${...}</code> placeholders are
	 * resolved. The default is {@code redsync.lock.max-hold}.
	 * @return a duration, or empty for the default
	 */
	String maxHold() default "";

	/**
	 * Whether each acquisition gets a fencing token that is larger than all earlier
	 * tokens for the name.
	 * <p>
	 * {@code false} by default, which stands for {@code redsync.lock.fencing}.
	 * @return whether there is a token
	 */
	boolean fencing() default false;

	/**
	 * The maximum number of attempts while the lock is taken, at least 1.
	 * <p>
	 * 0 by default, which stands for {@code redsync.lock.tries}.
	 * @return the number of attempts, or 0 for the default
	 */
	int tries() default 0;

	/**
	 * The delay between two attempts: one duration, as in {@code 100ms}, or a range that
	 * each delay is drawn from, as in {@code 50ms-250ms}.
	 * <p>
	 * <code>${...}</code> placeholders are resolved. The default is
	 * {@code redsync.lock.retry-delay}.
	 * @return one or two durations, or empty for the default
	 */
	String retryDelay() default "";

	/**
	 * The time for which a call keeps trying while a majority of the nodes is
	 * unreachable, also limited by {@link #waitTime()}. The call then ends in a
	 * {@link io.github.redsync.QuorumUnavailableException}.
	 * <p>
	 * A duration such as {@code 2s} or {@code PT2S}; <code>${...}</code> placeholders are
	 * resolved. The default is {@code redsync.lock.quorum-wait-time}, which is 2 seconds
	 * unless set.
	 * @return a duration, or empty for the default
	 */
	String quorumWaitTime() default "";

	/**
	 * The name of the {@link io.github.redsync.Redsync} bean that holds the lock, if
	 * there are several. Locks of different beans are different locks, even if their
	 * names are equal.
	 * <p>
	 * <code>${...}</code> placeholders are resolved. The default is the only bean of this
	 * type, or the {@code @Primary} one.
	 * @return the name of a bean, or empty for the default
	 */
	String redsync() default "";

}
