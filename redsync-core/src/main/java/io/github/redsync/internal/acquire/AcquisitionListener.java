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

package io.github.redsync.internal.acquire;

import io.github.redsync.internal.hold.Hold;

/**
 * Listener for the outcome of an {@link Acquisition}. One of its methods is called, once,
 * on any thread, unless the acquisition is cancelled. It must not block.
 */
public interface AcquisitionListener {

	/**
	 * Called when the lock was granted.
	 * @param hold the lock
	 */
	void onGranted(Hold hold);

	/**
	 * Called when the lock was not granted.
	 * @param refusal the reason
	 */
	void onRefused(Refusal refusal);

	/**
	 * Called when user code, such as the value generator, has thrown.
	 * @param failure the exception; an {@link Error} is wrapped
	 */
	void onFailed(RuntimeException failure);

}
