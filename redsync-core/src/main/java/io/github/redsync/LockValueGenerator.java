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

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Generates the values of lock keys: a random part, encoded as in go-redsync, followed by
 * {@code @} and the owner. No value is used twice. Thread-safe.
 */
final class LockValueGenerator implements Supplier<String> {

	private static final int RANDOM_BYTES = 16;

	private final SecureRandom random = new SecureRandom();

	private final String suffix;

	/**
	 * Create a generator.
	 * @param owner the owner, or empty for values without an owner
	 */
	LockValueGenerator(String owner) {
		this.suffix = owner.isEmpty() ? "" : "@" + owner;
	}

	@Override
	public String get() {
		byte[] bytes = new byte[RANDOM_BYTES];
		this.random.nextBytes(bytes);
		return Base64.getEncoder().encodeToString(bytes) + this.suffix;
	}

	/**
	 * Return a generator with another random part.
	 * @param generator generates the random part, or null for that of this generator
	 */
	Supplier<String> withGenerator(@Nullable Supplier<String> generator) {
		return (generator != null) ? () -> checked(generator.get()) + this.suffix : this;
	}

	private static String checked(@Nullable String value) {
		if (value == null || value.isEmpty()) {
			throw new IllegalStateException("The value generator of a lock returned "
					+ ((value != null) ? "an empty string" : "null") + ": it must return a new string for each call");
		}
		return value;
	}

	/**
	 * Return the host name and the process id of this process.
	 */
	static String defaultOwner() {
		return hostName() + ":" + ProcessHandle.current().pid();
	}

	private static String hostName() {
		String name = System.getenv("HOSTNAME");
		if (name != null && !name.isBlank()) {
			return name;
		}
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

}
