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

/**
 * Action to take when a lock is lost while its method runs: the lock was not extended in
 * time, or its keys are missing on a majority of the nodes. From then on, another client
 * may hold it.
 *
 * @since 0.1.0
 * @see DistributedLock#onLost()
 */
public enum OnLost {

	/**
	 * End the call in a {@link io.github.redsync.LeaseLostException}, even if the method
	 * returns normally. Transactions begun under the lock do not commit, nor does the
	 * transaction of the caller. A future or publisher that the method has returned is
	 * cancelled immediately.
	 */
	THROW,

	/**
	 * As {@link #THROW}, and interrupt the thread that runs the method, once.
	 * <p>
	 * The thread is not interrupted if the method has already ended, and the interrupt
	 * flag is cleared when the call ends. If the method ends in an
	 * {@link InterruptedException} because of this interrupt, the caller gets the
	 * {@link io.github.redsync.LeaseLostException}. For methods that return a future or
	 * publisher, the same as {@link #THROW}.
	 */
	INTERRUPT,

	/**
	 * Log the loss and let the method continue. For work that may be done twice without
	 * harm.
	 */
	IGNORE

}
