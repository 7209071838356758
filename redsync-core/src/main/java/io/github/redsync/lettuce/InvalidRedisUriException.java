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

package io.github.redsync.lettuce;

/**
 * Thrown if the URI of a node is not valid. The message names the reason, does not
 * contain the URI, since it may contain a password, and ends without a full stop.
 */
public final class InvalidRedisUriException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	InvalidRedisUriException(String message) {
		super(message);
	}

	/**
	 * Return the forms of a valid URI, as an instruction.
	 * @return the instruction, without a full stop
	 */
	public String getAction() {
		return "Use 'redis://username:password@host:6379/0', 'rediss://...' for TLS, "
				+ "'redis-sentinel://host1:26379,host2:26379#master' for a master that Sentinels monitor, or "
				+ "'redis-socket:///path' for a Unix socket. In user name and password, every character except "
				+ "letters, digits, '-', '.', '_' and '~' must be percent-encoded, as '%40' for '@'";
	}

}
