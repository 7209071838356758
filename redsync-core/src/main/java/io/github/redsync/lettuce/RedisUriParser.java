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

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lettuce.core.RedisURI;
import io.netty.util.NetUtil;

/**
 * Parses the URI of a node. Lettuce is lenient: if a password contains a bare {@code #},
 * {@code ?} or {@code @}, it takes a part of the password for the host, which then
 * appears in messages. It also does not support a user name with a colon. This parser is
 * strict, and no message contains the URI.
 */
public final class RedisUriParser {

	private static final Set<String> SERVER = Set.of("redis", "rediss", "redis+ssl", "redis+tls");

	private static final Set<String> SENTINEL = Set.of("redis-sentinel", "rediss-sentinel");

	private static final Set<String> SOCKET = Set.of("redis-socket", "redis+socket");

	/**
	 * Host and port for a host with an underscore, which {@link URI} does not support.
	 */
	private static final Pattern HOST_AND_PORT = Pattern.compile("([A-Za-z0-9._-]+)(?::(\\d{1,5}))?");

	/** A name may contain characters of any language. */
	private static final Pattern HOST = Pattern.compile("[^\\s:/@?#\\[\\]]+");

	private RedisUriParser() {
	}

	/**
	 * Parse a URI.
	 * @param text the URI
	 * @return the address of the server, with the credentials decoded
	 * @throws InvalidRedisUriException if the URI is not valid
	 */
	public static RedisURI parse(String text) {
		check(text.contains("://") || SOCKET.contains(text.substring(0, Math.max(0, text.indexOf(':')))),
				"it has no scheme: begin it with 'redis://', or with 'rediss://' for TLS");
		URI uri = uri(text);
		String scheme = String.valueOf(uri.getScheme());
		if (SOCKET.contains(scheme)) {
			return redisUri(uri);
		}
		check(SERVER.contains(scheme) || SENTINEL.contains(scheme), "its scheme is not supported");
		String authority = uri.getRawAuthority();
		check(authority != null, "it has no host");
		int at = text.indexOf('@');
		check(at == text.lastIndexOf('@') && (at == -1 || authority.indexOf('@') != -1),
				"a special character in user name or password is not percent-encoded");
		// Without the credentials, which Lettuce would decode before it splits them
		int begin = text.indexOf("//") + 2;
		URI address = (at != -1) ? uri(text.substring(0, begin) + text.substring(at + 1)) : uri;
		RedisURI redisUri = SENTINEL.contains(scheme) ? redisUri(address) : server(address);
		if (at > begin) {
			authenticate(redisUri, text.substring(begin, at));
		}
		return redisUri;
	}

	/**
	 * Check a host that is given without a URI.
	 * @param host the host, a name or an address
	 * @throws IllegalArgumentException if it has a scheme, credentials, a port or a path;
	 * the message does not contain it, since it may contain a password
	 */
	public static void checkHost(String host) {
		boolean valid = (host.indexOf(':') == -1) ? HOST.matcher(host).matches() : NetUtil.isValidIpV6Address(host);
		if (!valid) {
			throw new IllegalArgumentException("The host of a node is not valid: it must be a name or an IP address, "
					+ "without scheme, port and path");
		}
	}

	private static void authenticate(RedisURI redisUri, String userInfo) {
		int colon = userInfo.indexOf(':');
		String password = decode(userInfo.substring(colon + 1));
		if (colon > 0) {
			redisUri.setAuthentication(decode(userInfo.substring(0, colon)), password);
		}
		else {
			redisUri.setAuthentication(password);
		}
	}

	private static String decode(String text) {
		// A plus is not a space, as it would be in an HTML form
		return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
	}

	private static RedisURI server(URI uri) {
		check(uri.getRawFragment() == null, "it has a '#' that is not percent-encoded");
		if (uri.getHost() != null) {
			return redisUri(uri);
		}
		String authority = String.valueOf(uri.getRawAuthority());
		check(authority.indexOf(':') == authority.lastIndexOf(':') || authority.indexOf('[') != -1,
				"its host is followed by more than one port: write 'host:port', and an IPv6 address in brackets");
		Matcher address = HOST_AND_PORT.matcher(authority);
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
			// Not as the cause, since its message contains the URI
			throw invalid("it has a character that is not allowed in a URI");
		}
	}

	private static RedisURI redisUri(URI uri) {
		try {
			return RedisURI.create(uri);
		}
		catch (RuntimeException ex) {
			// Not as the cause, since its message may contain a part of the URI
			throw invalid("its host, port, socket, database or master is missing or not valid");
		}
	}

	private static void check(boolean valid, String reason) {
		if (!valid) {
			throw invalid(reason);
		}
	}

	private static InvalidRedisUriException invalid(String reason) {
		return new InvalidRedisUriException("The URI of a node is not valid: " + reason);
	}

}
