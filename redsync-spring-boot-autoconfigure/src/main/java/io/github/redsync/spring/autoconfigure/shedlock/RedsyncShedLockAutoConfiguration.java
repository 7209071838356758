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

package io.github.redsync.spring.autoconfigure.shedlock;

import io.github.redsync.Redsync;
import io.github.redsync.spring.autoconfigure.RedsyncAutoConfiguration;
import io.github.redsync.spring.shedlock.RedsyncLockProvider;
import net.javacrumbs.shedlock.core.LockProvider;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for {@link RedsyncLockProvider}, if
 * ShedLock is present and no other lock provider is defined.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = RedsyncAutoConfiguration.class)
@ConditionalOnClass(LockProvider.class)
@ConditionalOnSingleCandidate(Redsync.class)
public final class RedsyncShedLockAutoConfiguration {

	RedsyncShedLockAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(LockProvider.class)
	RedsyncLockProvider redsyncLockProvider(Redsync redsync) {
		return new RedsyncLockProvider(redsync);
	}

}
