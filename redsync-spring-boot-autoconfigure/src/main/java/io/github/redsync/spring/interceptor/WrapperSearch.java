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

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.TargetSource;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/**
 * Searches an object that is exposed as a bean for its lock: in the proxies of Spring
 * and, as far as fields can be read, in wrappers of application post-processors.
 */
final class WrapperSearch {

	/** A wrapper, its invocation handler, and the delegate of that. */
	private static final int MAX_DEPTH = 3;

	private final Class<?> beanType;

	private @Nullable Class<?> lockedClass;

	private boolean bare;

	private boolean dynamic;

	private WrapperSearch(Class<?> beanType) {
		this.beanType = beanType;
	}

	/**
	 * Search an object.
	 * @param exposed the object that is exposed as a bean
	 * @param beanType the class of the bean before any post-processor
	 * @return the result
	 */
	static WrapperSearch search(Object exposed, Class<?> beanType) {
		WrapperSearch search = new WrapperSearch(beanType);
		search.visit(exposed, 0);
		return search;
	}

	/**
	 * Return the class that the lock proxy was made of, or {@code null} if none was
	 * found.
	 */
	@Nullable Class<?> lockedClass() {
		return this.lockedClass;
	}

	/**
	 * Return whether the object calls the bean itself, without a lock.
	 */
	boolean isBare() {
		return this.bare && this.lockedClass == null;
	}

	/**
	 * Return whether each call looks up its target, which is a bean of its own.
	 */
	boolean isDynamic() {
		return this.dynamic;
	}

	private void visit(Object object, int depth) {
		if (object instanceof Advised advised) {
			visitProxy(advised, depth);
		}
		else if (object.getClass() == this.beanType) {
			this.bare = true;
		}
		else if (Proxy.isProxyClass(object.getClass())) {
			visitFields(Proxy.getInvocationHandler(object), depth + 1);
		}
		else {
			visitFields(object, depth);
		}
	}

	private void visitProxy(Advised proxy, int depth) {
		if (AdviceOrder.isLocked(proxy)) {
			add(AopUtils.getTargetClass(proxy));
			return;
		}
		TargetSource source = proxy.getTargetSource();
		if (!source.isStatic()) {
			this.dynamic |= (depth == 0);
			return;
		}
		try {
			Object target = source.getTarget();
			if (target != null) {
				visit(target, depth);
			}
		}
		catch (Exception ex) {
			// No target to inspect
		}
	}

	private void add(Class<?> found) {
		if (this.lockedClass == null || ClassUtils.getUserClass(found) == ClassUtils.getUserClass(this.beanType)) {
			this.lockedClass = found;
		}
	}

	private void visitFields(Object wrapper, int depth) {
		if (depth < MAX_DEPTH) {
			values(wrapper).forEach((value) -> visit(value, depth + 1));
		}
	}

	private static List<Object> values(Object wrapper) {
		List<Object> values = new ArrayList<>();
		for (Class<?> type = wrapper.getClass(); type != null && !isOfJdk(type); type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				Object value = value(field, wrapper);
				if (value != null && !isOfJdk(value.getClass())) {
					values.add(value);
				}
			}
		}
		return values;
	}

	private static @Nullable Object value(Field field, Object wrapper) {
		if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
			return null;
		}
		try {
			field.setAccessible(true);
			return field.get(wrapper);
		}
		catch (IllegalAccessException | RuntimeException ex) {
			// The field is in a closed module
			return null;
		}
	}

	private static boolean isOfJdk(Class<?> type) {
		return !Proxy.isProxyClass(type) && type.getClassLoader() == null;
	}

}
