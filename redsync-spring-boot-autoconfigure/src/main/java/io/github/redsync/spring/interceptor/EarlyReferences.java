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

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;

/**
 * The proxies that other beans got before the bean was complete, because the beans refer
 * to each other. Thread-safe.
 * <p>
 * Spring accepts such a bean only if its post-processors return it unchanged. Later
 * post-processors must nevertheless see the proxy: they add advice to it or call its
 * methods, as scheduling does. Therefore {@link DistributedLockBeanPostProcessor} returns
 * the proxy, and {@link ExposedBeanCheck} restores the bean at the end.
 */
final class EarlyReferences {

	private final Map<String, Reference> references = new ConcurrentHashMap<>();

	private volatile boolean exposesProxies;

	/**
	 * Let later post-processors see the proxy, now that the last one restores the bean.
	 */
	void exposeProxies() {
		this.exposesProxies = true;
	}

	/**
	 * Record an early reference.
	 * @param beanName the name of the bean
	 * @param bean the bean, or a proxy of another post-processor
	 * @param proxy the proxy with the lock
	 */
	void add(String beanName, Object bean, Object proxy) {
		this.references.put(beanName, new Reference(target(bean), proxy));
	}

	/**
	 * Return the final object of a bean that has an early reference.
	 * @param beanName the name of the bean
	 * @param bean the bean as initialized
	 * @return the proxy, or the bean if no post-processor restores it later; {@code null}
	 * if there is no early reference
	 */
	@Nullable Object find(String beanName, Object bean) {
		Reference reference = this.references.get(beanName);
		if (reference == null || reference.target() != bean) {
			return null;
		}
		return this.exposesProxies ? reference.proxy() : bean;
	}

	/**
	 * Restore the bean after the last post-processor.
	 * @param beanName the name of the bean
	 * @param exposed the object that the post-processors have returned
	 * @return the bean, or {@code null} if the object is not its early reference
	 */
	@Nullable Object restore(String beanName, Object exposed) {
		Reference reference = this.references.get(beanName);
		if (reference == null || reference.proxy() != exposed) {
			return null;
		}
		this.references.remove(beanName);
		return reference.target();
	}

	private static Object target(Object bean) {
		Object target = bean;
		for (Object next = target; next != null; next = AopProxyUtils.getSingletonTarget(next)) {
			target = next;
		}
		return target;
	}

	private record Reference(Object target, Object proxy) {

	}

}
