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
import java.util.stream.Collectors;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.util.ClassUtils;

/**
 * Replaces failures to bind node properties by failures that do not contain the value.
 */
final class NodeBindFailure {

	private static final ConfigurationPropertyName NODES = ConfigurationPropertyName.of("redsync.nodes");

	private NodeBindFailure() {
	}

	/**
	 * Return whether the bound value may contain a secret: strings and whole nodes may.
	 */
	static boolean mayContainSecret(ConfigurationPropertyName name, Bindable<?> target) {
		Class<?> type = target.getType().resolve(Object.class);
		return isNode(name) && type != Duration.class && (type == String.class || !ClassUtils.isSimpleValueType(type));
	}

	static boolean isNode(ConfigurationPropertyName name) {
		return NODES.equals(name) || NODES.isAncestorOf(name);
	}

	/**
	 * Return the exception to throw instead. The original exception is not its cause,
	 * because its message may repeat the value.
	 */
	static FailureAnalyzedException sanitized(ConfigurationPropertyName name, Exception failure) {
		if (failure instanceof UnboundConfigurationPropertiesException unbound) {
			String names = unbound.getUnboundProperties()
				.stream()
				.map((property) -> "'" + property.getName() + "'")
				.collect(Collectors.joining(", "));
			return new FailureAnalyzedException("The properties " + names + " do not belong to a node.",
					"Number the nodes from 0 without gaps, as in 'redsync.nodes[0].uri'.");
		}
		return new FailureAnalyzedException("The property '" + name + "' cannot be bound to a node or a part of it.",
				"Set separate properties for each node, such as 'redsync.nodes[0].uri=redis://host:6379'.");
	}

}
