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
 * Decides what may be the name of a lock. Each name has a key of its own, which servers,
 * messages and other processes can cope with.
 */
final class LockNames {

	/** A name is in every request, and often comes from a user. */
	static final int MAX_BYTES = 1_024;

	private LockNames() {
	}

	/**
	 * Check a name.
	 * @param name the name
	 * @throws IllegalArgumentException if it may not be the name of a lock
	 */
	static void check(@Nullable String name) {
		if (name == null || name.isBlank()) {
			throw new IllegalArgumentException("The name of a lock must not be blank, but is '"
					+ PrintableName.from(String.valueOf(name)) + "': all who use it would share one lock");
		}
		if (name.endsWith(AcquireRequest.FENCE_SUFFIX)) {
			throw new IllegalArgumentException(
					"The name '" + PrintableName.from(name) + "' must not end with '" + AcquireRequest.FENCE_SUFFIX
							+ "': the key of that name is the fencing counter of another lock; choose another name");
		}
		if (name.length() > MAX_BYTES || checkCharacters("name", name) > MAX_BYTES) {
			throw new IllegalArgumentException("The name '" + PrintableName.from(name) + "' of " + name.length()
					+ " characters has more than " + MAX_BYTES
					+ " bytes in UTF-8: use a shorter one, such as an identifier or a digest of what it is made of");
		}
	}

	/**
	 * Check that a text can be told from others in UTF-8, which writes every unpaired
	 * surrogate as a question mark.
	 * @param what what the text is, for the message
	 * @param text the text
	 * @return its length in UTF-8
	 * @throws IllegalArgumentException if it has an unpaired surrogate
	 */
	static int checkCharacters(String what, String text) {
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
						"The " + what + " '" + PrintableName.from(text) + "' has an unpaired surrogate at index " + i
								+ ", which no server can tell from '?': " + "do not cut texts within a character");
			}
			else {
				bytes += (unit < 0x80) ? 1 : (unit < 0x800) ? 2 : 3;
			}
		}
		return bytes;
	}

}
