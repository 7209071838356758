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

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Rejects a parent or child context that has beans with locks but no
 * {@link DistributedLockBeanPostProcessor}, because a post-processor sees only the beans
 * of its own context. A child context is checked at the end of its start-up, when its
 * event reaches the parent. The transaction managers of an accepted context are guarded.
 */
public final class ContextHierarchyCheck implements ApplicationListener<ContextRefreshedEvent> {

	private final CommitGuardRegistrar commitGuards = new CommitGuardRegistrar();

	private final ApplicationContext applicationContext;

	/**
	 * Create a check.
	 * @param applicationContext the context with the post-processor
	 */
	public ContextHierarchyCheck(ApplicationContext applicationContext) {
		this.applicationContext = applicationContext;
	}

	/**
	 * Return {@code false} to handle the event on the thread that starts the context, so
	 * that an exception makes the start-up fail.
	 */
	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		if (event.getApplicationContext() != this.applicationContext) {
			check(event.getApplicationContext());
			return;
		}
		for (ApplicationContext parent = this.applicationContext.getParent(); parent != null; parent = parent
			.getParent()) {
			check(parent);
		}
	}

	private void check(ApplicationContext context) {
		if (context instanceof ConfigurableApplicationContext configurable) {
			ConfigurableListableBeanFactory beanFactory = configurable.getBeanFactory();
			if (!hasPostProcessor(beanFactory)) {
				this.commitGuards.guardExisting(beanFactory);
				for (String beanName : beanFactory.getBeanDefinitionNames()) {
					BeanClasses.of(beanFactory, beanName).forEach((type) -> check(type, beanName, context));
				}
			}
		}
	}

	private static boolean hasPostProcessor(ConfigurableListableBeanFactory beanFactory) {
		return beanFactory instanceof AbstractBeanFactory factory && factory.getBeanPostProcessors()
			.stream()
			.anyMatch(DistributedLockBeanPostProcessor.class::isInstance);
	}

	private static void check(Class<?> type, String beanName, ApplicationContext context) {
		try {
			LockedTypeScanner.scan(type).declarations().forEach((declaration) -> refuse(declaration, context));
		}
		catch (LockDefinitionException ex) {
			throw ex.inBean(beanName);
		}
		catch (IllegalStateException | LinkageError ex) {
			// A class that cannot be inspected
		}
	}

	private static void refuse(LockDeclaration declaration, ApplicationContext context) {
		throw declaration.fault("it has a @DistributedLock, but its application context (" + context.getDisplayName()
				+ ") has no post-processor of its own that applies it. The post-processors of parent and child contexts do not see the "
				+ "bean.",
				"Auto-configure that context too, with @EnableAutoConfiguration or "
						+ "@ImportAutoConfiguration(DistributedLockAutoConfiguration.class), or define the bean in an "
						+ "auto-configured context.",
				null);
	}

}
