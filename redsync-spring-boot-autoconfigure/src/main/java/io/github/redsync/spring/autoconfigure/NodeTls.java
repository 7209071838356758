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

import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Determines whether a node is connected by TLS, and with which keys and certificates.
 */
final class NodeTls {

	private final @Nullable SslBundles sslBundles;

	NodeTls(@Nullable SslBundles sslBundles) {
		this.sslBundles = sslBundles;
	}

	/**
	 * Enable TLS in the URI if the properties of the node require it.
	 * @return the keys and certificates, or {@code null} without TLS or to use those of
	 * the JVM
	 */
	@Nullable SslBundle apply(String prefix, RedsyncProperties.Node node, RedisURI uri) {
		Boolean enabled = node.getSsl().getEnabled();
		String bundle = node.getSsl().getBundle();
		if (Boolean.FALSE.equals(enabled) && uri.isSsl()) {
			throw new FailureAnalyzedException(
					"The property '" + prefix + ".ssl.enabled' is false, but '" + prefix + ".uri' requires TLS.",
					"Remove '" + prefix + ".ssl.enabled', or use a URI with the scheme 'redis' or 'redis-sentinel'.");
		}
		boolean named = StringUtils.hasText(bundle);
		if ((enabled != null) ? enabled : named) {
			uri.setSsl(true);
		}
		return (uri.isSsl() && named) ? bundle(prefix + ".ssl.bundle", bundle) : null;
	}

	private SslBundle bundle(String property, @Nullable String name) {
		if (this.sslBundles == null || name == null) {
			throw new InvalidConfigurationPropertyValueException(property, name,
					"There are no SSL bundles. Configure one under 'spring.ssl.bundle'.");
		}
		try {
			return this.sslBundles.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw new InvalidConfigurationPropertyValueException(property, name,
					"There is no such SSL bundle. Configure it under 'spring.ssl.bundle', or use an existing bundle: "
							+ this.sslBundles.getBundleNames() + ".",
					ex);
		}
	}

}
