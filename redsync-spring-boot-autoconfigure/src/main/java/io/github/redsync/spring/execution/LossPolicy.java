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
 * Decides what the loss of a lock means for a call.
 *
 * @param onLost what the method asks for
 */
record LossPolicy(OnLost onLost) {

	private static final Logger logger = LoggerFactory.getLogger(LossPolicy.class);

	/**
	 * Return whether a loss is to end the call.
	 * @return whether it is
	 */
	boolean endsCall() {
		return this.onLost != OnLost.IGNORE;
	}

	/**
	 * Find what a call ends in that has a result.
	 * @param lease the lease of its lock
	 * @return the loss, or {@code null} if the call ends in its result
	 */
	@Nullable RedsyncException outcomeFor(SharedLease lease) {
		return outcomeFor(loss(lease));
	}

	/**
	 * Decide what a loss means for a call that has a result.
	 * @param loss the loss, or {@code null} if the lock was held to the end
	 * @return what the call ends in, or {@code null} if it ends in its result
	 */
	@Nullable RedsyncException outcomeFor(@Nullable RedsyncException loss) {
		if (loss != null && !endsCall()) {
			logger.warn("A method went on without its lock: {}", loss.getMessage());
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
	 * Add the loss to what a call ends in that has failed by itself.
	 * @param failure what the method threw
	 * @param lease the lease of its lock
	 */
	void suppressLoss(Throwable failure, SharedLease lease) {
		if (!isLoss(failure)) {
			suppress(failure, outcomeFor(lease));
		}
	}

	/**
	 * Add a loss that only the release has shown to what a call ends in.
	 * @param failure what the method threw
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
