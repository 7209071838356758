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

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Turns what an expression gave into a part of the name of a lock. Refuses what does not
 * tell one lock from another, or is not the same in every process.
 */
final class NameText {

	private static final ClassValue<Boolean> HAS_TEXT = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			var toString = ReflectionUtils.findMethod(type, "toString");
			return toString != null && toString.getDeclaringClass() != Object.class;
		}

	};

	private NameText() {
	}

	static String of(@Nullable Object value) {
		Object content = (value instanceof Optional<?> optional) ? optional.orElse(null) : value;
		if (content == null) {
			throw new IllegalArgumentException("is null");
		}
		if (content instanceof Enum<?> constant) {
			return constant.name();
		}
		if (!HAS_TEXT.get(content.getClass())) {
			throw new IllegalArgumentException("is of " + content.getClass() + ", which has no toString() of its own: "
					+ "use a property of it that identifies the object");
		}
		String text = content.toString();
		if (text.isBlank()) {
			throw new IllegalArgumentException("is blank");
		}
		return text;
	}

}
