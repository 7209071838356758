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
 * Is told by a {@link RedisNode} that watched keys have changed. What it is told is a
 * hint: it may come late, twice, for nothing or never. Called on any thread, must not
 * block or throw.
 */
public interface ChangeListener {

	/**
	 * A key that was watched has changed, was deleted, or has got a new time to live. It
	 * is not watched any more.
	 * @param key the key
	 */
	void changed(String key);

	/**
	 * The node watches no key any more, because its connection was lost or it has dropped
	 * all keys; any of them may have changed. Told again when it is connected anew, and
	 * can be asked.
	 */
	void lost();

}
