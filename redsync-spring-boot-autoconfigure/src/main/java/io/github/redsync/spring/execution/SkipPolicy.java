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
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Ends a call in nothing if another holds the lock. A lock that nobody can get is a
 * fault, which the caller is told.
 */
final class SkipPolicy implements RefusalPolicy {

	private static final Log logger = LogFactory.getLog(SkipPolicy.class);

	private final @Nullable Object nothing;

	SkipPolicy(@Nullable Object nothing) {
		this.nothing = nothing;
	}

	@Override
	public @Nullable Object refused(MethodInvocation invocation, LockNotAcquiredException refusal) {
		if (!(refusal instanceof LockTakenException)) {
			throw refusal;
		}
		if (logger.isDebugEnabled()) {
			logger.debug("Skipped " + invocation.getMethod() + ": " + refusal.getMessage());
		}
		return this.nothing;
	}

}
