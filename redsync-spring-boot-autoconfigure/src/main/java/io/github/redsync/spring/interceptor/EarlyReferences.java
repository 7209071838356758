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

import org.springframework.aop.framework.AopProxyUtils;

/**
 * The beans whose proxy other beans got during the creation of the bean, because the
 * beans need each other. Thread-safe.
 */
final class EarlyReferences {

	private final Map<String, Object> targets = new ConcurrentHashMap<>();

	/**
	 * Record an early reference.
	 * @param beanName the name of the bean
	 * @param bean the bean, or a proxy that another post-processor has made of it
	 */
	void add(String beanName, Object bean) {
		this.targets.put(beanName, target(bean));
	}

	/**
	 * Return whether a bean was given away already, and forget it.
	 * @param beanName the name of the bean
	 * @param bean the bean as initialized
	 */
	boolean remove(String beanName, Object bean) {
		if (this.targets.get(beanName) != bean) {
			return false;
		}
		this.targets.remove(beanName);
		return true;
	}

	private static Object target(Object bean) {
		Object target = bean;
		for (Object next = target; next != null; next = AopProxyUtils.getSingletonTarget(next)) {
			target = next;
		}
		return target;
	}

}
