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
import java.time.Instant;
import java.util.Optional;

import io.github.redsync.Lease;
import io.github.redsync.LeaseNotHeldException;
import io.github.redsync.PrintableName;
import io.github.redsync.RedsyncException;
import net.javacrumbs.shedlock.core.AbstractSimpleLock;
import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.support.LockException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A held ShedLock lock. An extension returns a new lock for the same lease.
 */
final class RedsyncSimpleLock extends AbstractSimpleLock {

	private static final Logger logger = LoggerFactory.getLogger(RedsyncSimpleLock.class);

	private final Lease lease;

	private final Duration minExpiry;

	RedsyncSimpleLock(Lease lease, LockConfiguration configuration, Duration minExpiry) {
		super(configuration);
		this.lease = lease;
		this.minExpiry = minExpiry;
	}

	static Duration expiry(LockConfiguration configuration, Duration minExpiry) {
		Duration lockAtMostFor = configuration.getLockAtMostFor();
		return (lockAtMostFor.compareTo(minExpiry) < 0) ? minExpiry : lockAtMostFor;
	}

	@Override
	protected void doUnlock() {
		Duration keep = remaining(this.lockConfiguration.getLockAtLeastUntil());
		try {
			this.lease.unlockAfter(keep.isNegative() ? Duration.ZERO : keep);
		}
		catch (LeaseNotHeldException ex) {
			logger.warn(
					"Task '{}' has outlived its lock, and another process may have run it; use a lockAtMostFor longer "
							+ "than {}, or extend the lock ({})",
					PrintableName.from(this.lockConfiguration.getName()), this.lockConfiguration.getLockAtMostFor(),
					ex.getMessage());
		}
		catch (RedsyncException ex) {
			throw new LockException(String.valueOf(ex.getMessage()), ex);
		}
	}

	@Override
	protected Optional<SimpleLock> doExtend(LockConfiguration extended) {
		if (remaining(this.lockConfiguration.getLockAtMostUntil()).isNegative()) {
			this.lease.close();
			return Optional.empty();
		}
		try {
			this.lease.extend(expiry(extended, this.minExpiry));
			return Optional.of(new RedsyncSimpleLock(this.lease, extended, this.minExpiry));
		}
		catch (LeaseNotHeldException ex) {
			logger.debug("Lock of task '{}' not extended", PrintableName.from(extended.getName()), ex);
			return Optional.empty();
		}
		catch (RedsyncException ex) {
			throw new LockException(String.valueOf(ex.getMessage()), ex);
		}
	}

	private static Duration remaining(Instant end) {
		return Duration.between(ClockProvider.now(), end);
	}

	@Override
	public String toString() {
		return "RedsyncSimpleLock[" + PrintableName.from(this.lease.name()) + "]";
	}

}
