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

package io.github.redsync.test.server;

/**
 * An error reply of a Redis server, for example {@code WRONGTYPE ...}. Its message is the
 * unchanged reply.
 */
public final class RedisErrorException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	RedisErrorException(String message) {
		super(message);
	}

	/**
	 * Return the code of the error, which is its first word.
	 * @return the code, for example {@code NOSCRIPT}
	 */
	public String code() {
		return String.valueOf(getMessage()).split(" ", 2)[0];
	}

}
