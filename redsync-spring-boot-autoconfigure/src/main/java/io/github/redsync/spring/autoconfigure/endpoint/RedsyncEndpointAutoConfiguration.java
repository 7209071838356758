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

package io.github.redsync.spring.autoconfigure.endpoint;

import io.github.redsync.Redsync;
import io.github.redsync.spring.autoconfigure.RedsyncAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for {@link RedsyncEndpoint}. Locks are
 * tracked only if the endpoint is exposed.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = RedsyncAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(Redsync.class)
@ConditionalOnAvailableEndpoint(RedsyncEndpoint.class)
public final class RedsyncEndpointAutoConfiguration {

	RedsyncEndpointAutoConfiguration() {
	}

	@Bean
	LockTracker redsyncLockTracker() {
		return new LockTracker();
	}

	@Bean
	@ConditionalOnMissingBean
	RedsyncEndpoint redsyncEndpoint(ConfigurableListableBeanFactory beanFactory, ObjectProvider<Redsync> locks,
			LockTracker tracker) {
		Redsync preferred = locks.getIfUnique(() -> locks.orderedStream().iterator().next());
		return new RedsyncEndpoint(beanFactory.getBeansOfType(Redsync.class), preferred, tracker);
	}

	@Bean
	@ConditionalOnMissingBean
	RedsyncWebExtension redsyncWebExtension(RedsyncEndpoint endpoint) {
		return new RedsyncWebExtension(endpoint);
	}

	@Bean
	@ConditionalOnMissingBean
	RedsyncJmxExtension redsyncJmxExtension(RedsyncEndpoint endpoint) {
		return new RedsyncJmxExtension(endpoint);
	}

}
