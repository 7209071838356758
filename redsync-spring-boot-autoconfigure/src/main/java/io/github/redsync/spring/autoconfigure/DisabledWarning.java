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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Logs a warning at start-up that locks are disabled. If this is a mistake, several
 * processes execute a locked method at the same time.
 */
final class DisabledWarning implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(DisabledWarning.class);

	@Override
	public void afterSingletonsInstantiated() {
		logger.warn(
				"Locks are disabled (redsync.enabled=false): methods annotated with @DistributedLock run without a lock, "
						+ "and there is no auto-configured Redsync bean; remove the property if locks are needed");
	}

}
