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

/**
 * The beans that have a lock proxy, each with the class that the proxy was made of.
 * Thread-safe.
 */
final class ProxiedBeans {

	private final Map<String, Class<?>> classes = new ConcurrentHashMap<>();

	private final LockedMethodRegistry methods;

	private volatile boolean connected;

	ProxiedBeans(LockedMethodRegistry methods) {
		this.methods = methods;
	}

	/**
	 * Add a bean that is about to get a lock proxy.
	 * @param beanName the name of the bean
	 * @param targetClass the class that the proxy is made of
	 * @throws LockDefinitionException if an annotation of the class is not valid
	 */
	void add(String beanName, Class<?> targetClass) {
		this.methods.prepare(targetClass);
		this.classes.put(beanName, targetClass);
		if (this.connected) {
			this.methods.connect(targetClass);
		}
	}

	/**
	 * Get the {@link io.github.redsync.Redsync} and the other beans that the annotations
	 * need. Called when all singletons exist, so that no bean is created too early. Beans
	 * that are added later are connected immediately.
	 */
	void connect() {
		this.connected = true;
		this.classes.forEach((beanName, targetClass) -> {
			try {
				this.methods.connect(targetClass);
			}
			catch (LockDefinitionException ex) {
				throw ex.inBean(beanName);
			}
		});
	}

	boolean contains(String beanName) {
		return this.classes.containsKey(beanName);
	}

	@Nullable Class<?> targetClass(String beanName) {
		return this.classes.get(beanName);
	}

}
