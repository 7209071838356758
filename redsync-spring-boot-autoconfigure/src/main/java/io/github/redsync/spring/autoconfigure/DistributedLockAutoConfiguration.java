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

package io.github.redsync.spring.autoconfigure;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

import io.github.redsync.Redsync;
import io.github.redsync.spring.execution.CallExecutor;
import io.github.redsync.spring.execution.DecoratedExecutor;
import io.github.redsync.spring.interceptor.AdviceOrderBeanPostProcessor;
import io.github.redsync.spring.interceptor.ContextHierarchyCheck;
import io.github.redsync.spring.interceptor.DistributedLockBeanPostProcessor;
import io.github.redsync.spring.interceptor.EarlyBeanCheck;
import io.github.redsync.spring.interceptor.ExposedBeanCheck;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.core.task.support.CompositeTaskDecorator;

/**
 * {@link AutoConfiguration Auto-configuration} for
 * {@link io.github.redsync.spring.DistributedLock @DistributedLock}. Not conditional on a
 * {@link Redsync} bean: without one, the application with an annotated method fails to
 * start instead of running the method without a lock.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = RedsyncAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "redsync.enabled", matchIfMissing = true)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public final class DistributedLockAutoConfiguration {

	private DistributedLockAutoConfiguration() {
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static AdviceOrderBeanPostProcessor redsyncAdviceOrderBeanPostProcessor() {
		return new AdviceOrderBeanPostProcessor();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static EarlyBeanCheck distributedLockEarlyBeanCheck() {
		return new EarlyBeanCheck();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ContextHierarchyCheck distributedLockContextHierarchyCheck(ApplicationContext context) {
		return new ContextHierarchyCheck(context);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ExposedBeanCheck distributedLockExposedBeanCheck(DistributedLockBeanPostProcessor postProcessor) {
		return new ExposedBeanCheck(postProcessor);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	static DistributedLockBeanPostProcessor distributedLockBeanPostProcessor(ConfigurableBeanFactory beanFactory,
			ObjectProvider<Redsync> redsync, Environment environment, ObjectProvider<TaskDecorator> decorators) {
		Executor threads = Threading.VIRTUAL.isActive(environment) ? new VirtualThreadTaskExecutor("redsync-call-")
				: new CallExecutor();
		DistributedLockBeanPostProcessor processor = new DistributedLockBeanPostProcessor(beanFactory, redsync,
				new DecoratedExecutor(threads, () -> decorator(decorators.orderedStream().toList())));
		processor.setProxyTargetClass(environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
		return processor;
	}

	private static Optional<TaskDecorator> decorator(List<TaskDecorator> decorators) {
		return (decorators.size() > 1) ? Optional.of(new CompositeTaskDecorator(decorators))
				: decorators.stream().findFirst();
	}

}
