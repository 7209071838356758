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
 * Runs a method under a distributed lock: of all calls for the same {@linkplain #name()
 * name}, in every process that uses the same Redis nodes, one runs at a time.
 * <pre class="code">
 * &#064;DistributedLock(name = "order:#{#order.id}", expiry = "10s")
 * public Receipt charge(Order order) { ... }</pre>
 * <p>
 * The lock is acquired before the method and released after it. If it is not granted, the
 * method does not run and the caller gets the exception that
 * {@link io.github.redsync.Mutex#lock()} throws, such as
 * {@link io.github.redsync.LockTakenException}, unless {@link #onBusy()},
 * {@link #fallback()} or a {@link LockFailureHandler} say otherwise. If it is lost while
 * the method runs, {@link #onLost()} decides; by default the call ends in a
 * {@link io.github.redsync.LeaseLostException}, and transactions begun under the lock do
 * not commit. What the method throws reaches the caller unchanged.
 * <p>
 * For a {@code CompletableFuture} or {@code CompletionStage}, the lock is held until that
 * is complete; for what {@code ReactiveAdapterRegistry} knows ({@code Mono},
 * {@code Flux}, Kotlin's {@code Flow}) from each subscription to its end; for a
 * suspending function until that returns. No thread waits for the lock then, and to
 * cancel gives it up. A plain {@code Future} is refused, since it does not tell when it
 * is complete.
 * <p>
 * A call that needs a lock which its call path holds already joins it: see
 * {@link LockContext}.
 * <p>
 * On a class, the annotation applies to all its public methods, inherited ones included,
 * but not to static methods, to those of {@link Object} and to those that only the
 * container calls ({@code InitializingBean}, {@code DisposableBean}, {@code Aware}). An
 * annotation on a method replaces it. Overriding methods and implementations of interface
 * methods are locked as the method they override, unless annotated themselves. The
 * annotation can serve as a meta-annotation.
 * <p>
 * The lock works by a proxy, so it is not taken when an object calls its own method. It
 * goes around {@code @Transactional} (released after the commit) and {@code @Cacheable}
 * (acquired even for a hit), and inside {@code @Async} and {@code @Retryable} (acquired
 * on the executor's thread, and anew for each attempt) and Spring Security's checks. If
 * the caller is already in a transaction, the lock is released when that has completed;
 * further calls for the same name in the same transaction share the lock, and a commit
 * fails if it was lost.
 * <p>
 * A stream or iterator that is consumed by the caller is consumed after the release.
 * <p>
 * What is wrong with an annotation (an expression, a duration, a private or final method)
 * is said when the bean is created, which keeps the application from starting. So does a
 * bean that is created before it can be proxied, because a post-processor needs it.
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
	 * The name of the lock, as a convenient default attribute for {@link #name()}.
	 * @return the name of the lock
	 */
	@AliasFor("name")
	String value() default "";

	/**
	 * The name of the lock: a text with expressions in <code>#{...}</code> and
	 * placeholders in <code>${...}</code>. Required, unless there are {@link #names()}.
	 * <p>
	 * An expression is SpEL. It sees the arguments of the call by name
	 * (<code>#order</code>, if the class was compiled with {@code -parameters}) and by
	 * position (<code>#p0</code> or <code>#a0</code> for the first), beans
	 * (<code>@tenants</code>), and the call itself: <code>#root.method</code>,
	 * <code>#root.target</code>, <code>#root.targetClass</code> and
	 * <code>#root.args</code>. Placeholders are resolved once; the value of an argument
	 * is never evaluated.
	 * <p>
	 * Each expression must give something to tell locks apart by: if it gives
	 * {@code null}, a blank text, a collection, an array, or an object without a
	 * {@code toString()} of its own, the call fails with an
	 * {@link IllegalStateException}.
	 * @return the name of the lock
	 */
	@AliasFor("value")
	String name() default "";

	/**
	 * The names of several locks that are held together, in place of {@link #name()}: all
	 * of them are acquired, or none. They are acquired in an order that is the same for
	 * everybody, so that two calls which need some of the same locks do not block each
	 * other for ever.
	 * <p>
	 * Each is written as a {@code name} is. Besides, one expression in it may give a
	 * collection or an array: it then stands for a lock for each element, as in
	 * <code>names = "account:#{#ids}"</code>. Repeated names count once; without any, the
	 * call fails with an {@link IllegalStateException}.
	 * @return the names of the locks, or nothing if there is a {@code name}
	 * @see io.github.redsync.Redsync#newMutex(java.util.Collection,
	 * io.github.redsync.LockOptions)
	 */
	String[] names() default {};

	/**
	 * The name of the {@link io.github.redsync.Redsync} bean that holds the lock, where
	 * there are several. Locks of different beans are different locks, whatever their
	 * names.
	 * <p>
	 * <code>${...}</code> placeholders are resolved. By default it is the only bean of
	 * this type, or the {@code @Primary} one.
	 * @return the name of a bean, or empty for the default
	 */
	String redsync() default "";

	/**
	 * How long the lock is held if it is not extended: how long a crashed process blocks
	 * the others, and how long a pause the lock survives. At most 365 days, and at least
	 * 53 milliseconds: of that, a node has 50 to answer.
	 * <p>
	 * A duration such as {@code 10s} or {@code PT10S}; <code>${...}</code> placeholders
	 * are resolved. The default is that of {@code redsync.lock.expiry}.
	 * @return a duration, or empty for the default
	 */
	String expiry() default "";

	/**
	 * How long to wait for the lock while another holds it. With {@code 0s} a single
	 * attempt is made. Given together with {@link #tries()}, whichever is reached first
	 * ends the wait.
	 * <p>
	 * A duration such as {@code 10s} or {@code PT10S}; <code>${...}</code> placeholders
	 * are resolved. The default is that of {@code redsync.lock.wait-time}; with
	 * {@link OnBusy#SKIP} (and without tries) it is half of {@link #minHold()}, at most 1
	 * second, and so none without a {@code minHold}.
	 * @return a duration, or empty for the default
	 */
	String waitTime() default "";

	/**
	 * Time for which a call keeps trying while a majority of the nodes is unreachable,
	 * such as {@code 2s}; {@link #waitTime()} limits it as well. The call then ends in a
	 * {@link io.github.redsync.QuorumUnavailableException}.
	 * <p>
	 * Empty by default, which stands for {@code redsync.lock.quorum-wait-time}, 2 seconds
	 * unless set.
	 * @return a duration, may contain placeholders
	 */
	String quorumWaitTime() default "";

	/**
	 * How many attempts to make while another holds the lock, at least 1.
	 * <p>
	 * The default is 0, which stands for that of {@code redsync.lock.tries}.
	 * @return the number of attempts, or 0 for the default
	 */
	int tries() default 0;

	/**
	 * How long to sleep between two attempts: always the same, as in {@code 100ms}, or
	 * drawn anew from a range, as in {@code 50ms-250ms}.
	 * <p>
	 * <code>${...}</code> placeholders are resolved. The default is that of
	 * {@code redsync.lock.retry-delay}.
	 * @return one or two durations, or empty for the default
	 */
	String retryDelay() default "";

	/**
	 * Whether the lock is extended for as long as the method runs, though not beyond
	 * {@link #maxHold()}. If off, it ends after {@link #expiry()}, and a method that
	 * takes longer ends in a {@link io.github.redsync.LeaseLostException}.
	 * <p>
	 * On by default.
	 * @return whether the lock is extended
	 */
	boolean autoExtend() default true;

	/**
	 * How long the lock stays taken at least, even if the method ends earlier, counted
	 * from the acquisition: a scheduled job that takes no time then still runs once in a
	 * fleet whose clocks differ. Not longer than {@link #expiry()}.
	 * <p>
	 * A duration such as {@code 10s} or {@code PT10S}; <code>${...}</code> placeholders
	 * are resolved. The default is that of {@code redsync.lock.min-hold}.
	 * @return a duration, or empty for the default
	 */
	String minHold() default "";

	/**
	 * How long {@linkplain #autoExtend() extending} keeps the lock, counted from the
	 * acquisition, so that a method which hangs does not block the others for ever. Not
	 * shorter than {@link #expiry()}, at most 365 days.
	 * <p>
	 * A duration such as {@code 1h} or {@code PT1H}; <code>${...}</code> placeholders are
	 * resolved. The default is that of {@code redsync.lock.max-hold}.
	 * @return a duration, or empty for the default
	 */
	String maxHold() default "";

	/**
	 * Whether each acquisition gets a fencing token, larger than every token handed out
	 * for the name before.
	 * <p>
	 * Off by default, which stands for {@code redsync.lock.fencing}.
	 * @return whether there is a token
	 */
	boolean fencing() default false;

	/**
	 * What becomes of a call while another holds the lock, once {@link #waitTime()} is
	 * over. With {@code SKIP} that is short by default.
	 * <p>
	 * {@link OnBusy#THROW} by default.
	 * @return what a lock that is taken leads to
	 */
	OnBusy onBusy() default OnBusy.THROW;

	/**
	 * The name of a method that is called in place of this one if the lock is not
	 * acquired, be it because another holds it or because too few nodes answer. What it
	 * returns or throws is what the caller gets.
	 * <p>
	 * A method of the same class, of any visibility, that takes the same parameters and
	 * returns the same type. It can have another parameter at the end, for the exception
	 * that tells why: of type {@link io.github.redsync.LockNotAcquiredException}, or of a
	 * subtype, such as {@link io.github.redsync.LockTakenException}, if it is to be
	 * called for that only. Must not have a lock of its own; not together with
	 * {@link OnBusy#SKIP}.
	 * @return the name of a method, or empty for none
	 */
	String fallback() default "";

	/**
	 * What becomes of a call whose lock is lost while the method runs.
	 * <p>
	 * {@link OnLost#THROW} by default.
	 * @return what the loss of the lock leads to
	 */
	OnLost onLost() default OnLost.THROW;

}
