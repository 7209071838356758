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

import io.github.redsync.spring.DistributedLock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Reports at start-up that no lock is taken. Where that is not meant, several processes
 * do at the same time what one was to do.
 */
final class DisabledWarning implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(DistributedLock.class);

	@Override
	public void afterSingletonsInstantiated() {
		logger.warn("Locks are switched off (redsync.enabled=false): methods with @DistributedLock run without their "
				+ "lock, and there is no auto-configured Redsync bean. Remove the property where locks are needed.");
	}

}
