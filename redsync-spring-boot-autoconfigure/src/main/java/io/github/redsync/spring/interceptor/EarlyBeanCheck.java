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
 * Rejects a bean with locks that is created before the
 * {@link DistributedLockBeanPostProcessor}, because another post-processor needs it. Its
 * methods would run without their locks. Guards transaction managers that are created
 * this early. Runs before all other post-processors.
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
				"it has a @DistributedLock, but its bean is created before beans can be proxied, so no proxy "
						+ "would intercept a call of it.",
				"Inject the bean into the post-processor that needs it with ObjectProvider or @Lazy. Make @Bean "
						+ "methods of the bean's class that return a post-processor static.",
				null);
	}

	/**
	 * Post-processor that sees all beans, starting with the first one.
	 */
	private static final class Check implements BeanPostProcessor {

		private final AbstractBeanFactory beanFactory;

		private final CommitGuardRegistrar commitGuards;

		private volatile boolean done;

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
			if (!this.done) {
				this.done = this.beanFactory.getBeanPostProcessors()
					.stream()
					.anyMatch(DistributedLockBeanPostProcessor.class::isInstance);
			}
			return this.done;
		}

	}

}
