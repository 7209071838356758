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
 * What becomes of a call whose lock is lost while the method runs: the lock was not
 * extended in time, or its keys are gone from a majority of the nodes. Another may hold
 * it from then on.
 *
 * @since 0.1.0
 * @see DistributedLock#onLost()
 */
public enum OnLost {

	/**
	 * The call ends in a {@link io.github.redsync.LeaseLostException}, even if the method
	 * returns normally. Transactions that are begun under the lock do not commit, nor
	 * does the transaction in which the call is made. A future or publisher that the
	 * method has returned is cancelled at once.
	 */
	THROW,

	/**
	 * As {@link #THROW}, and the thread that runs the method is interrupted, once. It is
	 * not if the method has ended by then, and the interrupt flag that this has set is
	 * gone when the call ends. If the method ends in an {@link InterruptedException} by
	 * that, the caller gets the {@link io.github.redsync.LeaseLostException}. The same as
	 * {@link #THROW} for methods that return a future or publisher.
	 */
	INTERRUPT,

	/**
	 * The loss is logged, and the method goes on as if nothing had happened. For work
	 * that does no harm if it is done twice.
	 */
	IGNORE

}
