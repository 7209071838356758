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

package io.github.redsync.spring.execution;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CompletableFuture;

import io.github.redsync.LockInterruptedException;
import io.github.redsync.spring.scope.LockScope;
import io.github.redsync.spring.scope.SharedLease;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts the thread of a call, once, if its lock is lost. The loss is reported on
 * another thread, possibly while the call ends. The monitor of this object orders the
 * two, so that an interrupt never hits the work that follows the call.
 */
final class LossInterrupter {

	/** Limit for circular causes. */
	private static final int MAX_CAUSES = 16;

	private final Thread thread = Thread.currentThread();

	private final CompletableFuture<?> lost;

	private boolean stopped;

	private boolean interrupted;

	private LossInterrupter(SharedLease lease) {
		this.lost = lease.onLost();
		this.lost.thenRun(this::interrupt);
	}

	/**
	 * Start to observe a call of the current thread.
	 * @param lease the lease of its lock
	 * @param path the locks around it
	 * @return the interrupter, or {@code null} if an outer call on the same thread has
	 * one for the same lease
	 */
	static @Nullable LossInterrupter start(SharedLease lease, @Nullable LockScope path) {
		for (LockScope lock = path; lock != null; lock = lock.outer()) {
			if (lock.shared() == lease && lock.interrupted() == Thread.currentThread()) {
				return null;
			}
		}
		return new LossInterrupter(lease);
	}

	private synchronized void interrupt() {
		if (!this.stopped) {
			this.interrupted = true;
			this.thread.interrupt();
		}
	}

	/**
	 * Stop observing, and clear the interrupt flag if this object has set it.
	 */
	synchronized void stop() {
		this.stopped = true;
		this.lost.cancel(false);
		if (this.interrupted) {
			Thread.interrupted();
		}
	}

	/**
	 * Return whether a failure reports an interrupt, directly or as a cause.
	 * @param failure the exception that the method has thrown
	 * @return whether it reports an interrupt
	 */
	static boolean isInterruption(Throwable failure) {
		Throwable cause = failure;
		for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
			if (cause instanceof InterruptedException || cause instanceof LockInterruptedException
					|| cause instanceof InterruptedIOException || cause instanceof ClosedByInterruptException) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

}
