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
 * Interrupts the thread of a call, once, if its lock is lost. The loss comes on another
 * thread, perhaps at the very moment at which the call ends; whichever comes first under
 * the monitor of this object decides, so that whatever the thread does next is not hit.
 */
final class LossInterrupter {

	/** Causes can go round in a circle. */
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
	 * Begin to watch over a call of the current thread.
	 * @param lease the lease of its lock
	 * @param path the locks around it
	 * @return the interruption, or {@code null} if a call around it on the same thread,
	 * for the same lease, sees to that
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
	 * End the watch, and take the interrupt flag back if this has set it.
	 */
	synchronized void stop() {
		this.stopped = true;
		this.lost.cancel(false);
		if (this.interrupted) {
			Thread.interrupted();
		}
	}

	/**
	 * Return whether a failure is how a method says that it was interrupted, be it
	 * wrapped in exceptions that it may throw.
	 * @param failure what the method threw
	 * @return whether it is
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
