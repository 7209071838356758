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

package io.github.redsync.spring.shedlock;

import java.time.Duration;
import java.util.Optional;

import io.github.redsync.LockOptions;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncException;
import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.support.LockException;

import org.springframework.util.Assert;

/**
 * A lock provider of ShedLock over {@link Redsync}: a task that is locked runs in one
 * process at a time. Safe for use by many threads.
 * <p>
 * {@code lockAtMostFor} is the expiry of the lock, which is not extended by itself: after
 * that time another may run the task, whether it has ended or not. It counts from the
 * acquisition, and as {@link LockOptions#minExpiry(double)}, 53 milliseconds by default,
 * if it is shorter. A server may take a second to answer at most. {@code lockAtLeastFor}
 * keeps the lock taken after the task has ended. A task that has outlived its lock is
 * logged.
 * <p>
 * A lock that another holds is not waited for. If too few servers answer to decide, or to
 * release, that is no reason to skip silently: a {@link LockException} tells which ones
 * and why; its cause is the exception of Redsync.
 */
public final class RedsyncLockProvider implements ExtensibleLockProvider {

	/**
	 * What the names of the locks begin with unless told otherwise. The key in Redis is
	 * then that of ShedLock's own providers for Redis with their defaults, unless Redsync
	 * has a key prefix.
	 */
	public static final String DEFAULT_PREFIX = "job-lock:default:";

	/** A part of lockAtMostFor alone would be minutes for a task of hours. */
	private static final double LONGEST_ANSWER_MILLIS = 1_000;

	private final Redsync redsync;

	private final String prefix;

	/**
	 * Create a provider with the {@linkplain #DEFAULT_PREFIX default prefix}.
	 * @param redsync makes the locks
	 */
	public RedsyncLockProvider(Redsync redsync) {
		this(redsync, DEFAULT_PREFIX);
	}

	/**
	 * Create a provider.
	 * @param redsync makes the locks
	 * @param prefix what the name of a lock begins with, before that of the task; may be
	 * empty
	 */
	public RedsyncLockProvider(Redsync redsync, String prefix) {
		Assert.notNull(redsync, "'redsync' must not be null");
		Assert.notNull(prefix, "'prefix' must not be null");
		this.redsync = redsync;
		this.prefix = prefix;
	}

	/**
	 * Try once to acquire a lock.
	 * @param configuration the name and the times of the lock
	 * @return the lock, or empty if another holds it
	 * @throws LockException if too few servers answered to decide
	 * @throws IllegalArgumentException if {@code lockAtMostFor} is longer than 365 days
	 */
	@Override
	public Optional<SimpleLock> lock(LockConfiguration configuration) {
		Duration minExpiry = LockOptions.minExpiry(this.redsync.defaults().driftFactor());
		Duration expiry = RedsyncSimpleLock.expiry(configuration, minExpiry);
		double timeoutFactor = Math.min(this.redsync.defaults().timeoutFactor(),
				LONGEST_ANSWER_MILLIS / expiry.toMillis());
		Mutex mutex = this.redsync.newMutex(this.prefix + configuration.getName(),
				(options) -> options.expiry(expiry)
					.maxHold(expiry)
					.timeoutFactor(timeoutFactor)
					.minHold(Duration.ZERO)
					.autoExtend(false)
					.setNxOnExtend(false)
					.label(configuration.getName()));
		try {
			return mutex.tryLock().map((lease) -> new RedsyncSimpleLock(lease, configuration, minExpiry));
		}
		catch (RedsyncException ex) {
			throw new LockException(String.valueOf(ex.getMessage()), ex);
		}
	}

	@Override
	public String toString() {
		return "RedsyncLockProvider[" + this.prefix + "]";
	}

}
