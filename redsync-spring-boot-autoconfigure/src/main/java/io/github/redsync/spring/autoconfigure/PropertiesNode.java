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

import java.time.Duration;

import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.StringUtils;

/**
 * A node that is configured by properties.
 */
final class PropertiesNode implements RedsyncConnectionDetails.Node {

	private final String prefix;

	private final RedsyncProperties.Node properties;

	private final RedisURI uri;

	private final @Nullable SslBundle sslBundle;

	PropertiesNode(String prefix, RedsyncProperties.Node properties, NodeTls tls) {
		this.prefix = prefix;
		this.properties = properties;
		this.uri = new NodeAddress(prefix, properties).uri();
		this.sslBundle = tls.apply(prefix, properties, this.uri);
	}

	/**
	 * Return the full name of a property of this node.
	 */
	String property(String name) {
		return this.prefix + "." + name;
	}

	@Override
	public RedisURI getUri() {
		return this.uri;
	}

	@Override
	public @Nullable String getName() {
		return StringUtils.hasText(this.properties.getName()) ? this.properties.getName() : null;
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		return this.sslBundle;
	}

	@Override
	public int getPoolSize() {
		return this.properties.getPoolSize();
	}

	@Override
	public Duration getConnectTimeout() {
		return this.properties.getConnectTimeout();
	}

}
