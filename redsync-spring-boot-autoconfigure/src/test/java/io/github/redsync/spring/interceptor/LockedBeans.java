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

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.redsync.Redsync;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySourcesPropertyResolver;
import org.springframework.util.StringValueResolver;

/**
 * A minimal bean factory with the post-processor and a fake.
 */
final class LockedBeans {

	final FakeRedsync redsync;

	final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	final DistributedLockBeanPostProcessor postProcessor;

	final Map<String, Object> properties = new LinkedHashMap<>();

	LockedBeans() {
		this(new FakeRedsync());
	}

	LockedBeans(FakeRedsync redsync) {
		this(redsync, redsync, null);
	}

	LockedBeans(Redsync redsync) {
		this(new FakeRedsync(), redsync, null);
	}

	LockedBeans(StringValueResolver placeholders) {
		this(new FakeRedsync(), null, placeholders);
	}

	private LockedBeans(FakeRedsync fake, Redsync redsync, StringValueResolver placeholders) {
		this.redsync = fake;
		this.beanFactory.registerSingleton("redsync", (redsync != null) ? redsync : fake);
		this.beanFactory.addEmbeddedValueResolver((placeholders != null) ? placeholders : placeholders());
		this.postProcessor = new DistributedLockBeanPostProcessor(this.beanFactory,
				this.beanFactory.getBeanProvider(Redsync.class));
		this.postProcessor.setBeanFactory(this.beanFactory);
		this.postProcessor.setProxyTargetClass(true);
		this.beanFactory.addBeanPostProcessor(this.postProcessor);
	}

	private StringValueResolver placeholders() {
		MutablePropertySources sources = new MutablePropertySources();
		sources.addFirst(new MapPropertySource("test", this.properties));
		return new PropertySourcesPropertyResolver(sources)::resolveRequiredPlaceholders;
	}

	<T> T add(T bean) {
		return add("bean" + this.beanFactory.getBeanDefinitionCount(), bean);
	}

	/**
	 * Add a bean.
	 * @param <S> the type of the bean
	 * @param <T> the type of its proxy
	 * @param name the name of the bean
	 * @param bean the bean
	 * @return the bean, or its proxy
	 */
	@SuppressWarnings("unchecked")
	<S, T> T add(String name, S bean) {
		this.beanFactory.registerBeanDefinition(name, new RootBeanDefinition((Class<S>) bean.getClass(), () -> bean));
		return (T) this.beanFactory.getBean(name);
	}

}
