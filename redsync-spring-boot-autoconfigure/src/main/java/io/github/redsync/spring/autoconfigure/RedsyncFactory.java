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

import java.util.List;

import io.github.redsync.Redsync;
import io.github.redsync.RedsyncListener;
import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Creates the {@link Redsync} from nodes, properties, listeners and customizers.
 */
final class RedsyncFactory {

	private final RedsyncProperties properties;

	private final @Nullable String applicationName;

	RedsyncFactory(RedsyncProperties properties, @Nullable String applicationName) {
		this.properties = properties;
		this.applicationName = applicationName;
	}

	Redsync create(List<RedisNode> nodes, List<RedsyncListener> listeners, List<RedsyncBuilderCustomizer> customizers) {
		Redsync.Builder builder = Redsync.builder();
		nodes.forEach(builder::node);
		builder.keyPrefix(this.properties.getKeyPrefix());
		builder.owner(RedsyncOwner.of(this.properties.getOwner(), this.applicationName));
		builder.restartProtection(this.properties.getRestartProtection());
		builder.defaults(LockOptionsFactory.create(this.properties.getLock())
			.toBuilder()
			.fencingStrict(this.properties.getFencing().isStrict())
			.build());
		listeners.forEach(builder::listener);
		customizers.forEach((customizer) -> customizer.customize(builder));
		return build(builder, nodes.isEmpty() && customizers.isEmpty());
	}

	private static Redsync build(Redsync.Builder builder, boolean withoutNodes) {
		try {
			return builder.build();
		}
		catch (IllegalArgumentException ex) {
			if (withoutNodes) {
				throw new FailureAnalyzedException("No Redis nodes are configured for Redsync.",
						"Configure each server under 'redsync.nodes', preferably three or five independent servers, "
								+ "such as 'redsync.nodes[0].uri=redis://host:6379', or define a bean of type "
								+ "RedsyncConnectionDetails.",
						ex);
			}
			throw new FailureAnalyzedException("Redsync cannot be built. " + ex.getMessage() + ".",
					"Correct the nodes under 'redsync.nodes' (a node is named by 'redsync.nodes[*].name', else by its "
							+ "address), or the beans of type RedsyncBuilderCustomizer.",
					ex);
		}
	}

}
