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

package io.github.redsync.spring.execution;

import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.LockTakenException;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a call in an empty result if its lock is taken. Other failures, such as too few
 * nodes, are passed to the caller.
 */
final class SkipPolicy implements RefusalPolicy {

	private static final Logger logger = LoggerFactory.getLogger(SkipPolicy.class);

	private final @Nullable Object emptyValue;

	SkipPolicy(@Nullable Object emptyValue) {
		this.emptyValue = emptyValue;
	}

	@Override
	public @Nullable Object handle(MethodInvocation invocation, LockNotAcquiredException refusal) {
		if (!(refusal instanceof LockTakenException)) {
			throw refusal;
		}
		logger.debug("Skipped {}: {}", invocation.getMethod(), refusal.getMessage());
		return this.emptyValue;
	}

}
