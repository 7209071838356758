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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The names of the beans that have a lock proxy, with the class that the proxy was made
 * of. Thread-safe.
 */
final class ProxiedBeans {

	private final Map<String, Class<?>> classes = new ConcurrentHashMap<>();

	void add(String beanName, Class<?> targetClass) {
		this.classes.put(beanName, targetClass);
	}

	boolean contains(String beanName) {
		return this.classes.containsKey(beanName);
	}

	@Nullable Class<?> targetClass(String beanName) {
		return this.classes.get(beanName);
	}

	void forEach(BiConsumer<String, Class<?>> action) {
		this.classes.forEach(action);
	}

}
