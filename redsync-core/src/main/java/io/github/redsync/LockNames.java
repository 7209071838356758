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

package io.github.redsync;

import io.github.redsync.node.AcquireRequest;
import org.jspecify.annotations.Nullable;

/**
 * Checks the names of locks. Each valid name has a key of its own, which servers,
 * messages and other processes can handle.
 */
final class LockNames {

	/** A name is part of every request, and often comes from a user. */
	static final int MAX_BYTES = 1_024;

	private LockNames() {
	}

	/**
	 * Check the name of a lock.
	 * @throws IllegalArgumentException if the name is not valid
	 */
	static void check(@Nullable String name) {
		if (name == null || name.isBlank()) {
			throw new IllegalArgumentException("The name of a lock must not be blank, but is '"
					+ PrintableName.from(String.valueOf(name)) + "': all its users would share one lock");
		}
		if (name.endsWith(AcquireRequest.FENCE_SUFFIX)) {
			throw new IllegalArgumentException(
					"The name '" + PrintableName.from(name) + "' must not end with '" + AcquireRequest.FENCE_SUFFIX
							+ "', because its key is the fencing counter of another lock: choose another name");
		}
		if (name.length() > MAX_BYTES || checkCharacters("name", name) > MAX_BYTES) {
			throw new IllegalArgumentException(
					"The name '" + PrintableName.from(name) + "' of " + name.length() + " characters has more than "
							+ MAX_BYTES + " bytes in UTF-8: use a shorter name, such as an identifier or a digest");
		}
	}

	/**
	 * Check that a text has no unpaired surrogate. UTF-8 encodes all of them as a
	 * question mark, so different texts would have the same key.
	 * @param description describes the text, for the message
	 * @return the length of the text in UTF-8
	 * @throws IllegalArgumentException if the text has an unpaired surrogate
	 */
	static int checkCharacters(String description, String text) {
		int bytes = 0;
		for (int i = 0; i < text.length(); i++) {
			char unit = text.charAt(i);
			if (Character.isHighSurrogate(unit) && i + 1 < text.length()
					&& Character.isLowSurrogate(text.charAt(i + 1))) {
				bytes += 4;
				i++;
			}
			else if (Character.isSurrogate(unit)) {
				throw new IllegalArgumentException(
						"The " + description + " '" + PrintableName.from(text) + "' has an unpaired surrogate at index "
								+ i + ", which UTF-8 encodes as '?': do not cut texts within a character");
			}
			else {
				bytes += (unit < 0x80) ? 1 : (unit < 0x800) ? 2 : 3;
			}
		}
		return bytes;
	}

}
