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
 * Action to take when a lock is still taken after the wait time. The method does not run.
 *
 * @since 0.1.0
 * @see DistributedLock#onBusy()
 */
public enum OnBusy {

	/**
	 * Throw a {@link io.github.redsync.LockTakenException}, unless there is a
	 * {@linkplain DistributedLock#fallback() fallback} or a {@link LockFailureHandler}.
	 */
	THROW,

	/**
	 * Skip the call, as is right for a job that already runs elsewhere. A skipped call
	 * returns {@code null}, an empty {@link java.util.Optional} (or {@code OptionalInt},
	 * {@code OptionalLong}, {@code OptionalDouble}), an empty publisher or {@code Flow},
	 * or a future that is completed with {@code null}.
	 * <p>
	 * If too few nodes reply, or the thread is interrupted, the call is not skipped and
	 * the caller gets the exception.
	 */
	SKIP

}
