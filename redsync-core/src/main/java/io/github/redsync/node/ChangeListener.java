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

package io.github.redsync.node;

/**
 * Listener of changes of the keys that a {@link RedisNode} watches. A notification is
 * only a hint: it may arrive late or twice, without a change, or never. Called on any
 * thread, must not block or throw.
 */
public interface ChangeListener {

	/**
	 * Called when a watched key has changed, was deleted, or was given a new time to
	 * live. The node no longer watches it.
	 * @param key the key
	 */
	void changed(String key);

	/**
	 * Called when the node no longer watches any key, because its connection was lost or
	 * all keys were deleted. Each of them may have changed. Called again when the node
	 * has reconnected and accepts requests.
	 */
	void lost();

}
