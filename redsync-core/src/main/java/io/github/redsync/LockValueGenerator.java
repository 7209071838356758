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

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Makes the values of lock keys: random, and never used twice, with the owner behind an
 * {@code @}. The random part looks as go-redsync writes it.
 */
final class LockValueGenerator implements Supplier<String> {

	private static final int RANDOM_BYTES = 16;

	private final SecureRandom random = new SecureRandom();

	private final String suffix;

	LockValueGenerator(String owner) {
		this.suffix = owner.isEmpty() ? "" : "@" + owner;
	}

	@Override
	public String get() {
		byte[] bytes = new byte[RANDOM_BYTES];
		this.random.nextBytes(bytes);
		return Base64.getEncoder().encodeToString(bytes) + this.suffix;
	}

	Supplier<String> from(@Nullable Supplier<String> generator) {
		return (generator != null) ? () -> given(generator.get()) + this.suffix : this;
	}

	private static String given(@Nullable String value) {
		if (value == null || value.isEmpty()) {
			throw new IllegalStateException("The value generator of a lock gave nothing: values must be told apart, "
					+ "so it must give a new string each time");
		}
		return value;
	}

	/**
	 * Return who this process is, for others to read: host and process id.
	 */
	static String defaultOwner() {
		return HostName.get() + ":" + ProcessHandle.current().pid();
	}

}
