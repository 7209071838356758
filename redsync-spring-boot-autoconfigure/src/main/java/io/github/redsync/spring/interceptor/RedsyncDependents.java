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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import io.github.redsync.Redsync;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The beans that must be destroyed before any {@link Redsync}: beans with locked methods,
 * and with them the beans that depend on them; also executors, whose tasks may call such
 * beans until they have ended. The container does not detect these dependencies itself.
 */
final class RedsyncDependents {

	private final Set<String> lockedBeans = ConcurrentHashMap.newKeySet();

	private volatile @Nullable ConfigurableListableBeanFactory beanFactory;

	/**
	 * Add a bean with locked methods.
	 */
	void add(String beanName) {
		ConfigurableListableBeanFactory started = this.beanFactory;
		if (this.lockedBeans.add(beanName) && started != null) {
			for (String redsync : redsyncs(started)) {
				register(started, redsync, beanName);
			}
		}
	}

	/**
	 * Register the dependencies. Called when all singletons exist.
	 */
	void register(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		if (this.lockedBeans.isEmpty()) {
			return;
		}
		String[] executors = beanFactory.getBeanNamesForType(Executor.class, false, false);
		for (String redsync : redsyncs(beanFactory)) {
			this.lockedBeans.forEach((locked) -> register(beanFactory, redsync, locked));
			for (String executor : executors) {
				register(beanFactory, redsync, executor);
			}
		}
	}

	private static String[] redsyncs(ConfigurableListableBeanFactory beanFactory) {
		return beanFactory.getBeanNamesForType(Redsync.class, false, false);
	}

	private static void register(ConfigurableListableBeanFactory beanFactory, String redsync, String dependent) {
		// An executor may run the callbacks of the Redsync
		if (!dependencies(beanFactory, redsync).contains(dependent)) {
			beanFactory.registerDependentBean(redsync, dependent);
		}
	}

	private static Set<String> dependencies(ConfigurableListableBeanFactory beanFactory, String beanName) {
		Set<String> found = new HashSet<>();
		Deque<String> open = new ArrayDeque<>();
		open.add(beanName);
		while (!open.isEmpty()) {
			String next = open.remove();
			if (found.add(next)) {
				open.addAll(Set.of(beanFactory.getDependenciesForBean(next)));
			}
		}
		return found;
	}

}
