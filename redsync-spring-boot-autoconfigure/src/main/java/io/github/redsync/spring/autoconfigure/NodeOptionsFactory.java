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
import java.util.function.Consumer;

import io.github.redsync.RestartProtection;
import io.github.redsync.lettuce.LettuceNodeOptions;
import io.lettuce.core.SslOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.ssl.SslBundle;

/**
 * Creates the node options of the driver from connection details.
 */
final class NodeOptionsFactory {

	private final List<LettuceNodeOptionsCustomizer> customizers;

	private final RestartProtection protection;

	NodeOptionsFactory(RestartProtection protection, List<LettuceNodeOptionsCustomizer> customizers) {
		this.protection = protection;
		this.customizers = customizers;
	}

	List<LettuceNodeOptions> create(List<RedsyncConnectionDetails.Node> nodes) {
		NodeAddresses.checkDistinct(nodes);
		List<LettuceNodeOptions> options = new ArrayList<>(nodes.size());
		for (int i = 0; i < nodes.size(); i++) {
			options.add(create(i, nodes.get(i)));
		}
		return options;
	}

	private LettuceNodeOptions create(int index, RedsyncConnectionDetails.Node node) {
		LettuceNodeOptions options = LettuceNodeOptions.of(node.getUri());
		set(index, node, "name", node.getName(), options::name);
		set(index, node, "pool-size", node.getPoolSize(), options::poolSize);
		set(index, node, "connect-timeout", node.getConnectTimeout(), options::connectTimeout);
		options.sslOptions(sslOptions(node.getSslBundle()));
		options.requireRunId(this.protection != RestartProtection.OFF);
		this.customizers.forEach((customizer) -> customizer.customize(node, options));
		return options;
	}

	private static <T> void set(int index, RedsyncConnectionDetails.Node node, String name, @Nullable T value,
			Consumer<T> setter) {
		if (value == null) {
			return;
		}
		try {
			setter.accept(value);
		}
		catch (IllegalArgumentException ex) {
			if (node instanceof PropertiesNode properties) {
				throw new InvalidConfigurationPropertyValueException(properties.property(name), value,
						ex.getMessage() + ".", ex);
			}
			throw new FailureAnalyzedException("Node " + index + " of the RedsyncConnectionDetails has an invalid "
					+ name + ". " + ex.getMessage() + ".", "Correct the bean of type RedsyncConnectionDetails.", ex);
		}
	}

	private static @Nullable SslOptions sslOptions(@Nullable SslBundle bundle) {
		if (bundle == null) {
			return null;
		}
		SslOptions.Builder options = SslOptions.builder()
			.keyManager(bundle.getManagers().getKeyManagerFactory())
			.trustManager(bundle.getManagers().getTrustManagerFactory());
		String[] ciphers = bundle.getOptions().getCiphers();
		if (ciphers != null) {
			options.cipherSuites(ciphers);
		}
		String[] protocols = bundle.getOptions().getEnabledProtocols();
		if (protocols != null) {
			options.protocols(protocols);
		}
		return options.build();
	}

}
