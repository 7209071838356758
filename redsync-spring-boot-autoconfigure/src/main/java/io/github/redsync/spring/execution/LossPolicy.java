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

import java.util.concurrent.CompletionException;

import io.github.redsync.LeaseLostException;
import io.github.redsync.RedsyncException;
import io.github.redsync.spring.OnLost;
import io.github.redsync.spring.scope.SharedLease;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Policy for the loss of a lock during a call.
 *
 * @param onLost the action to take
 */
record LossPolicy(OnLost onLost) {

	private static final Logger logger = LoggerFactory.getLogger(LossPolicy.class);

	/**
	 * Return whether the loss of the lock ends the call.
	 * @return whether it does
	 */
	boolean endsCall() {
		return this.onLost != OnLost.IGNORE;
	}

	/**
	 * Return the exception that a call with a result ends in.
	 * @param lease the lease of its lock
	 * @return the loss, or {@code null} if the call ends in its result
	 */
	@Nullable RedsyncException outcomeFor(SharedLease lease) {
		return outcomeFor(loss(lease));
	}

	/**
	 * Return the exception that a call with a result ends in. Logs a loss that is
	 * ignored.
	 * @param loss the loss, or {@code null} if the lock was held to the end
	 * @return the loss, or {@code null} if the call ends in its result
	 */
	@Nullable RedsyncException outcomeFor(@Nullable RedsyncException loss) {
		if (loss != null && !endsCall()) {
			logger.warn("A method continued without its lock: {}", loss.getMessage());
			return null;
		}
		return loss;
	}

	private static @Nullable RedsyncException loss(SharedLease lease) {
		try {
			lease.ensureHeld();
			return null;
		}
		catch (RedsyncException ex) {
			return ex;
		}
	}

	/**
	 * Add the loss, if there is one, to the exception of the method.
	 * @param failure the exception that the method has thrown
	 * @param lease the lease of its lock
	 */
	void suppressLoss(Throwable failure, SharedLease lease) {
		if (!isLoss(failure)) {
			suppress(failure, outcomeFor(lease));
		}
	}

	/**
	 * Add a loss that only the release has shown to the exception of the method.
	 * @param failure the exception that the method has thrown
	 * @param shown the loss, or {@code null} if there is none
	 */
	void suppressReleaseLoss(Throwable failure, @Nullable RedsyncException shown) {
		if (!isLoss(failure)) {
			suppress(failure, outcomeFor(shown));
		}
	}

	private static boolean isLoss(Throwable failure) {
		return cause(failure) instanceof LeaseLostException;
	}

	private static void suppress(Throwable failure, @Nullable RedsyncException loss) {
		if (loss != null) {
			cause(failure).addSuppressed(loss);
		}
	}

	private static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

}
