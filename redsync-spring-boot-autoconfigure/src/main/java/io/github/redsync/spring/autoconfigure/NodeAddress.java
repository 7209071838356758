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

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.redsync.lettuce.InvalidRedisUriException;
import io.github.redsync.lettuce.RedisUriParser;
import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.util.StringUtils;

/**
 * Converts the properties of one node to its URI. Failures do not contain the values of
 * {@code uri}, {@code username} and {@code password}.
 */
final class NodeAddress {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

	private final String prefix;

	private final RedsyncProperties.Node node;

	NodeAddress(String prefix, RedsyncProperties.Node node) {
		this.prefix = prefix;
		this.node = node;
	}

	RedisURI uri() {
		String uri = this.node.getUri();
		return StringUtils.hasText(uri) ? fromUri(uri) : fromHost();
	}

	private RedisURI fromUri(String uri) {
		checkOnlyUri();
		checkPlaceholders("uri", uri);
		try {
			return RedisUriParser.parse(uri);
		}
		catch (InvalidRedisUriException ex) {
			throw new FailureAnalyzedException(
					"The property '" + this.prefix + ".uri' is invalid. " + ex.getMessage() + ".", ex.getAction() + ".",
					ex);
		}
	}

	private void checkOnlyUri() {
		List<String> given = new ArrayList<>(List.of(this.prefix + ".uri"));
		addIfGiven(given, "host", this.node.getHost());
		addIfGiven(given, "port", this.node.getPort());
		addIfGiven(given, "username", this.node.getUsername());
		addIfGiven(given, "password", this.node.getPassword());
		addIfGiven(given, "database", this.node.getDatabase());
		if (given.size() > 1) {
			throw new MutuallyExclusiveConfigurationPropertiesException(given, given);
		}
	}

	private void addIfGiven(List<String> given, String name, @Nullable Object value) {
		// A placeholder with an empty default yields an empty string
		if (value != null && !value.equals("")) {
			given.add(this.prefix + "." + name);
		}
	}

	private RedisURI fromHost() {
		String host = this.node.getHost();
		if (!StringUtils.hasText(host)) {
			throw new FailureAnalyzedException("The node '" + this.prefix + "' has no address.",
					"Set '" + this.prefix + ".uri', such as 'redis://host:6379', or '" + this.prefix + ".host'.");
		}
		checkPlaceholders("host", host);
		checkHost(host);
		RedisURI uri = new RedisURI();
		uri.setHost(host);
		uri.setPort(inRange("port", this.node.getPort(), RedisURI.DEFAULT_REDIS_PORT, 1, 65535));
		uri.setDatabase(inRange("database", this.node.getDatabase(), 0, 0, Integer.MAX_VALUE));
		setCredentials(uri);
		return uri;
	}

	private void checkHost(String host) {
		try {
			RedisUriParser.checkHost(host);
		}
		catch (IllegalArgumentException ex) {
			throw new FailureAnalyzedException(
					"The property '" + this.prefix + ".host' is invalid. " + ex.getMessage() + ".",
					"Set only the host, and the port as '" + this.prefix + ".port', or use '" + this.prefix + ".uri'.",
					ex);
		}
	}

	/**
	 * Reject unresolvable placeholders, which Spring Boot leaves unchanged.
	 */
	private void checkPlaceholders(String name, String value) {
		Matcher placeholder = PLACEHOLDER.matcher(value);
		if (placeholder.find()) {
			throw new FailureAnalyzedException(
					"The property '%s.%s' contains the placeholder '${%s}', which cannot be resolved."
						.formatted(this.prefix, name, placeholder.group(1)),
					"Set the property or environment variable '" + placeholder.group(1) + "'.");
		}
	}

	private int inRange(String name, @Nullable Integer value, int defaultValue, int min, int max) {
		int number = (value != null) ? value : defaultValue;
		if (number < min || number > max) {
			throw new InvalidConfigurationPropertyValueException(this.prefix + "." + name, number,
					"Must be between " + min + " and " + max + ".");
		}
		return number;
	}

	private void setCredentials(RedisURI uri) {
		String username = this.node.getUsername();
		String password = this.node.getPassword();
		if (StringUtils.hasLength(username)) {
			if (!StringUtils.hasLength(password)) {
				throw new FailureAnalyzedException("The node '" + this.prefix + "' has a username without a password.",
						"Set '" + this.prefix + ".password', or remove '" + this.prefix + ".username'.");
			}
			uri.setAuthentication(username, password);
		}
		else if (StringUtils.hasLength(password)) {
			uri.setAuthentication(password);
		}
	}

}
