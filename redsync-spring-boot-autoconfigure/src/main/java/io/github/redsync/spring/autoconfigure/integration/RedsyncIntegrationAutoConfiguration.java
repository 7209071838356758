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

package io.github.redsync.spring.autoconfigure.integration;

import io.github.redsync.Redsync;
import io.github.redsync.spring.autoconfigure.RedsyncAutoConfiguration;
import io.github.redsync.spring.integration.RedsyncLockRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.support.locks.LockRegistry;

/**
 * {@link AutoConfiguration Auto-configuration} for {@link RedsyncLockRegistry}, if Spring
 * Integration is present and no other lock registry is defined. Spring Integration does
 * not look up lock registries by type, so the bean has no effect until a flow refers to
 * it.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = RedsyncAutoConfiguration.class)
@ConditionalOnClass(LockRegistry.class)
@ConditionalOnSingleCandidate(Redsync.class)
public final class RedsyncIntegrationAutoConfiguration {

	RedsyncIntegrationAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(LockRegistry.class)
	RedsyncLockRegistry redsyncLockRegistry(Redsync redsync) {
		return new RedsyncLockRegistry(redsync, "spring-integration");
	}

}
