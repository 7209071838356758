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

import io.github.redsync.Redsync;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The owner name that this application reports to clients that do not get a lock:
 * {@code app@host:pid}.
 */
final class RedsyncOwner {

	private RedsyncOwner() {
	}

	/**
	 * Return the owner name.
	 * @param configured the value of the property; empty to report none
	 * @param application the application name
	 */
	static String of(@Nullable String configured, @Nullable String application) {
		if (configured != null) {
			return configured;
		}
		String process = Redsync.Builder.defaultOwner();
		return StringUtils.hasText(application) ? application + "@" + process : process;
	}

}
