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

package io.github.redsync.spring.interceptor;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown for an annotation that is not valid. Contains the class and the method; the
 * post-processor adds the bean.
 */
final class LockDefinitionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String method;

	private final String problem;

	private final String action;

	LockDefinitionException(String method, String problem, String action, @Nullable Throwable cause) {
		super("The method '" + method + "' cannot be locked: " + problem, cause);
		this.method = method;
		this.problem = problem;
		this.action = action;
	}

	FailureAnalyzedException inBean(String beanName) {
		String description = "The method '%s' of the bean '%s' cannot be locked: %s".formatted(this.method, beanName,
				this.problem);
		return new FailureAnalyzedException(description, this.action, this);
	}

}
