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
 * Says why a property of a node cannot be bound, without its value.
 */
final class NodeBindFailure {

	private static final ConfigurationPropertyName NODES = ConfigurationPropertyName.of("redsync.nodes");

	private NodeBindFailure() {
	}

	/**
	 * Return whether what is bound may hold a secret: texts, and whole nodes.
	 */
	static boolean mayTellSecret(ConfigurationPropertyName name, Bindable<?> target) {
		Class<?> type = target.getType().resolve(Object.class);
		return isNode(name) && type != Duration.class && (type == String.class || !ClassUtils.isSimpleValueType(type));
	}

	static boolean isNode(ConfigurationPropertyName name) {
		return NODES.equals(name) || NODES.isAncestorOf(name);
	}

	/**
	 * Return what to throw in place of an exception, which is not its cause: that may
	 * repeat the value.
	 */
	static FailureAnalyzedException without(ConfigurationPropertyName name, Exception failure) {
		if (failure instanceof UnboundConfigurationPropertiesException unbound) {
			String names = unbound.getUnboundProperties()
				.stream()
				.map((property) -> "'" + property.getName() + "'")
				.collect(Collectors.joining(", "));
			return new FailureAnalyzedException("No node has the properties " + names + ".",
					"Number the nodes from 0 without a gap, as in 'redsync.nodes[0].uri'.");
		}
		return new FailureAnalyzedException("The property '" + name + "' cannot be read as a node or a part of it.",
				"Give each node properties of its own, as in 'redsync.nodes[0].uri=redis://host:6379'.");
	}

}
