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
 * A lock provider of ShedLock on {@link Redsync}: a locked task runs in one process at a
 * time. Thread-safe.
 * <p>
 * {@code lockAtMostFor} is the expiry of the lock, counted from the acquisition and at
 * least {@link LockOptions#minExpiry(double)}, 53 milliseconds by default. The lock is
 * not extended automatically: after that time another process may run the task, even if
 * it has not ended. A warning is logged for a task that has outlived its lock.
 * {@code lockAtLeastFor} keeps the lock taken after the task has ended. A server has at
 * most one second to reply.
 * <p>
 * The provider does not wait for a lock that another process holds. If fewer than a
 * majority of the servers reply to an acquisition or a release, the task is not skipped
 * silently: a {@link LockException} reports the servers and reasons. Its cause is the
 * exception of Redsync.
 *
 * @since 0.1.0
 */
public final class RedsyncLockProvider implements ExtensibleLockProvider {

	/**
	 * Default prefix of the lock names. Without a key prefix of Redsync, the key in Redis
	 * is the same as that of ShedLock's own Redis providers with their defaults.
	 */
	public static final String DEFAULT_PREFIX = "job-lock:default:";

	/** Limit for long tasks, because a fraction of hours would be minutes. */
	private static final double MAX_NODE_TIMEOUT_MILLIS = 1_000;

	private final Redsync redsync;

	private final String prefix;

	/**
	 * Create a provider with the {@linkplain #DEFAULT_PREFIX default prefix}.
	 * @param redsync the factory of the locks
	 */
	public RedsyncLockProvider(Redsync redsync) {
		this(redsync, DEFAULT_PREFIX);
	}

	/**
	 * Create a provider.
	 * @param redsync the factory of the locks
	 * @param prefix the prefix of the lock names, before the task name; may be empty
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
	 * @return the lock, or empty if another process holds it
	 * @throws LockException if fewer than a majority of the servers replied
	 * @throws IllegalArgumentException if {@code lockAtMostFor} is longer than 365 days
	 */
	@Override
	public Optional<SimpleLock> lock(LockConfiguration configuration) {
		Duration minExpiry = LockOptions.minExpiry(this.redsync.defaults().driftFactor());
		Duration expiry = RedsyncSimpleLock.expiry(configuration, minExpiry);
		double timeoutFactor = Math.min(this.redsync.defaults().timeoutFactor(),
				MAX_NODE_TIMEOUT_MILLIS / expiry.toMillis());
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
