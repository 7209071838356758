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

import java.util.Arrays;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.util.ClassUtils;

/**
 * Keeps the application from starting if a bean with locks is created before the
 * {@link DistributedLockBeanPostProcessor} is there, because another post-processor needs
 * it: its methods would run without their locks. Guards the transaction managers that are
 * created so early. Comes before all other post-processors.
 *
 * @since 0.1.0
 */
public final class EarlyBeanCheck implements BeanFactoryPostProcessor, PriorityOrdered {

	private final CommitGuardRegistrar commitGuards = new CommitGuardRegistrar();

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		Arrays.stream(beanFactory.getSingletonNames())
			.filter(beanFactory::containsBeanDefinition)
			.forEach(
					(beanName) -> BeanClasses.of(beanFactory, beanName).forEach((type) -> refuseLocks(type, beanName)));
		this.commitGuards.guardExisting(beanFactory);
		if (beanFactory instanceof AbstractBeanFactory factory) {
			factory.addBeanPostProcessor(new Check(factory, this.commitGuards));
		}
	}

	private static void refuseLocks(Class<?> type, String beanName) {
		try {
			LockedTypeScanner.scan(type).declarations().forEach(EarlyBeanCheck::refuse);
		}
		catch (LockDefinitionException ex) {
			throw ex.inBean(beanName);
		}
	}

	private static void refuse(LockDeclaration declaration) {
		throw declaration.fault(
				"it has a @DistributedLock, but its bean is created before others can be proxied, so that nothing "
						+ "would intercept a call of it.",
				"Let the post-processor that needs the bean get it when it is used, by ObjectProvider or @Lazy. "
						+ "Make static the @Bean methods of the bean's class that return a post-processor.",
				null);
	}

	/**
	 * Sees every bean, from the first one on.
	 */
	private static final class Check implements BeanPostProcessor {

		private final AbstractBeanFactory beanFactory;

		private final CommitGuardRegistrar commitGuards;

		private volatile boolean over;

		Check(AbstractBeanFactory beanFactory, CommitGuardRegistrar commitGuards) {
			this.beanFactory = beanFactory;
			this.commitGuards = commitGuards;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (!isDone()) {
				this.commitGuards.guard(bean, beanName);
				refuseLocks(ClassUtils.getUserClass(bean), beanName);
			}
			return bean;
		}

		private boolean isDone() {
			if (!this.over) {
				this.over = this.beanFactory.getBeanPostProcessors()
					.stream()
					.anyMatch(DistributedLockBeanPostProcessor.class::isInstance);
			}
			return this.over;
		}

	}

}
