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

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ObjectUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Converts the value of an expression to a part of a lock name. Rejects values that do
 * not identify a lock, or whose text can differ between processes.
 */
final class LockNamePart {

	private static final ClassValue<Boolean> HAS_TEXT = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			var toString = ReflectionUtils.findMethod(type, "toString");
			return toString != null && toString.getDeclaringClass() != Object.class;
		}

	};

	private LockNamePart() {
	}

	static String of(@Nullable Object value) {
		Object content = (value instanceof Optional<?> optional) ? optional.orElse(null) : value;
		if (content == null) {
			throw new IllegalArgumentException("is null");
		}
		if (content instanceof Enum<?> constant) {
			return constant.name();
		}
		checkStable(content, content);
		String text = text(content);
		if (text.isBlank()) {
			throw new IllegalArgumentException("is blank");
		}
		return text;
	}

	private static String text(Object content) {
		try {
			return content.toString();
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("is of " + content.getClass() + ", whose toString() throws " + ex, ex);
		}
	}

	/**
	 * Reject a value whose text can differ between two equal values or between two
	 * processes.
	 */
	private static void checkStable(@Nullable Object part, Object whole) {
		if (part == null) {
			return;
		}
		if (ObjectUtils.isArray(part) || !HAS_TEXT.get(part.getClass())) {
			// The toString() of a record may omit this component
			if (part == whole || text(whole).contains(part.toString())) {
				throw new IllegalArgumentException(described(part, whole)
						+ ", which does not override toString(): use a property that identifies the object");
			}
		}
		else if ((part instanceof Map && !(part instanceof SortedMap))
				|| (part instanceof Set && !(part instanceof SortedSet))) {
			throw new IllegalArgumentException(described(part, whole)
					+ ", whose order can differ between processes: use one of its values, or a sorted one");
		}
		else {
			checkParts(part, whole);
		}
	}

	private static void checkParts(Object part, Object whole) {
		if (part instanceof Optional<?> optional) {
			checkStable(optional.orElse(null), whole);
		}
		else if (part instanceof AtomicReference<?> reference) {
			checkStable(reference.get(), whole);
		}
		else if (part instanceof Map<?, ?> map) {
			map.forEach((key, value) -> {
				checkStable(key, whole);
				checkStable(value, whole);
			});
		}
		else if (part instanceof Collection<?> elements) {
			elements.forEach((element) -> checkStable(element, whole));
		}
		else if (part instanceof Record) {
			for (RecordComponent component : part.getClass().getRecordComponents()) {
				ReflectionUtils.makeAccessible(component.getAccessor());
				checkStable(ReflectionUtils.invokeMethod(component.getAccessor(), part), whole);
			}
		}
	}

	private static String described(Object part, Object whole) {
		return (part == whole) ? "is of " + part.getClass()
				: "is of " + whole.getClass() + " and contains an object of " + part.getClass();
	}

}
