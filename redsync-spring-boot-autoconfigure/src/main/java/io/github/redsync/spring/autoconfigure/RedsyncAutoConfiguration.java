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

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} for {@link Redsync}. Does not wait for the
 * nodes: nodes that are down are connected when they are up again.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SslAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnBooleanProperty(name = "redsync.enabled", matchIfMissing = true)
@Import(DataRedisNodeConfiguration.class)
@ImportRuntimeHints(RedsyncRuntimeHints.class)
@EnableConfigurationProperties(RedsyncProperties.class)
public final class RedsyncAutoConfiguration {

	RedsyncAutoConfiguration() {
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static UnknownPropertyCheck redsyncUnknownPropertyCheck(Environment environment) {
		return new UnknownPropertyCheck(environment);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static DurationUnitAdvisor redsyncDurationUnitAdvisor() {
		return new DurationUnitAdvisor();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static NodeBindHandlerAdvisor redsyncNodeBindHandlerAdvisor() {
		return new NodeBindHandlerAdvisor();
	}

	@Bean
	@ConditionalOnMissingBean
	RedsyncConnectionDetails redsyncConnectionDetails(RedsyncProperties properties,
			ObjectProvider<SslBundles> sslBundles, ObjectProvider<RedsyncNodeConnectionDetails> found,
			ObjectProvider<FallbackNodes> fallback) {
		return new FirstAvailableConnectionDetails(() -> List.copyOf(found.orderedStream().toList()),
				new PropertiesRedsyncConnectionDetails(properties.getNodes(), new NodeTls(sslBundles.getIfAvailable())),
				() -> fallback.stream().flatMap((nodes) -> nodes.find().stream()).toList());
	}

	/**
	 * Beans that are required unless the application defines a {@link Redsync}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(Redsync.class)
	static class RedsyncConfiguration {

		@Bean(destroyMethod = "close")
		RedsyncConnections redsyncConnections(RedsyncConnectionDetails details, RedsyncProperties properties,
				ObjectProvider<LettuceNodeOptionsCustomizer> customizers) {
			NodeOptionsFactory options = new NodeOptionsFactory(properties.getRestartProtection(),
					customizers.orderedStream().toList());
			return new RedsyncConnections(() -> options.create(details.getNodes()));
		}

		@Bean(destroyMethod = "close")
		Redsync redsync(RedsyncConnections connections, RedsyncProperties properties, Environment environment,
				ObjectProvider<RedsyncListener> listeners, ObjectProvider<RedsyncBuilderCustomizer> customizers,
				ConfigurableApplicationContext context) {
			RedsyncFactory factory = new RedsyncFactory(properties, environment.getProperty("spring.application.name"));
			return new RestartableRedsync(() -> factory.create(connections.open(), listeners.orderedStream().toList(),
					customizers.orderedStream().toList()), connections::close, context::isClosed);
		}

	}

}
