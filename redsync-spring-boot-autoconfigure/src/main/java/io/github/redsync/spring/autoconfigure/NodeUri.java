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

package io.github.redsync.spring.autoconfigure;

import java.net.URI;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lettuce.core.RedisURI;

/**
 * Reads the URI of a node. Lettuce is lenient: where a password has a bare {@code #},
 * {@code ?} or {@code @}, it takes a part of it for the host, which would then be shown
 * everywhere. So this is strict, and nothing that it says repeats the URI.
 */
final class NodeUri {

	/** How a URI is written, to end a sentence that begins with "Use". */
	static final String FORMS = "'redis://username:password@host:6379/0', 'rediss://...' for TLS, "
			+ "'redis-sentinel://host1:26379,host2:26379#master' for a master that Sentinels know, or "
			+ "'redis-socket:///path' for a Unix socket. In user name and password, every character but letters, "
			+ "digits, '-', '.', '_' and '~' must be percent-encoded, as '%40' for '@'";

	private static final Set<String> SERVER = Set.of("redis", "rediss", "redis+ssl", "redis+tls");

	private static final Set<String> SENTINEL = Set.of("redis-sentinel", "rediss-sentinel");

	private static final Set<String> SOCKET = Set.of("redis-socket", "redis+socket");

	/** Host and port where {@link URI} sees neither: it knows no underscore in a host. */
	private static final Pattern HOST_AND_PORT = Pattern.compile("(?:[^@]*@)?([A-Za-z0-9._-]+)(?::(\\d{1,5}))?");

	private NodeUri() {
	}

	static RedisURI parse(String text) {
		URI uri = uri(text);
		String scheme = String.valueOf(uri.getScheme());
		if (SOCKET.contains(scheme)) {
			return redisUri(uri);
		}
		check(SERVER.contains(scheme) || SENTINEL.contains(scheme), "its scheme is not known");
		String authority = uri.getRawAuthority();
		check(authority != null, "it names no host");
		int at = text.indexOf('@');
		check(at == text.lastIndexOf('@') && (at == -1 || authority.indexOf('@') != -1),
				"a special character in user name or password is not percent-encoded");
		return SENTINEL.contains(scheme) ? redisUri(uri) : server(uri);
	}

	private static RedisURI server(URI uri) {
		check(uri.getRawFragment() == null, "it has a bare '#'");
		if (uri.getHost() != null) {
			return redisUri(uri);
		}
		Matcher address = HOST_AND_PORT.matcher(uri.getRawAuthority());
		check(address.matches(), "its host or port is not valid");
		RedisURI redisUri = redisUri(uri);
		redisUri.setHost(address.group(1));
		String port = address.group(2);
		redisUri.setPort((port != null) ? Integer.parseInt(port) : RedisURI.DEFAULT_REDIS_PORT);
		return redisUri;
	}

	private static URI uri(String text) {
		try {
			return URI.create(text);
		}
		catch (IllegalArgumentException ex) {
			// Not as the cause: its message repeats the URI
			throw invalid("it has a character that is not possible in a URI");
		}
	}

	private static RedisURI redisUri(URI uri) {
		try {
			return RedisURI.create(uri);
		}
		catch (RuntimeException ex) {
			// Not as the cause: its message may repeat a part of the URI
			throw invalid("its host, port, socket, database or master is missing or not valid");
		}
	}

	private static void check(boolean valid, String reason) {
		if (!valid) {
			throw invalid(reason);
		}
	}

	private static IllegalArgumentException invalid(String reason) {
		return new IllegalArgumentException("The URI of a node is not valid: " + reason);
	}

}
