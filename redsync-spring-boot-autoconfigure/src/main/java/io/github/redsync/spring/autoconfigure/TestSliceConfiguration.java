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

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Makes the {@code Redsync}, its connections and its properties lazy, so that a test
 * slice without locks requires no nodes. Imported by the test slices of Spring Boot, with
 * the auto-configurations.
 */
@Configuration(proxyBeanMethods = false)
class TestSliceConfiguration {

	@Bean
	static BeanFactoryPostProcessor redsyncTestSlicePostProcessor() {
		return TestSliceConfiguration::makeLazy;
	}

	private static void makeLazy(ConfigurableListableBeanFactory beanFactory) {
		for (String name : beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = beanFactory.getBeanDefinition(name);
			if (isLazy(definition)) {
				definition.setLazyInit(true);
			}
		}
	}

	private static boolean isLazy(BeanDefinition definition) {
		if (RedsyncProperties.class.getName().equals(definition.getBeanClassName())) {
			return true;
		}
		if (definition instanceof AnnotatedBeanDefinition annotated && annotated.getFactoryMethodMetadata() != null) {
			String configuration = annotated.getFactoryMethodMetadata().getDeclaringClassName();
			return configuration.startsWith(RedsyncAutoConfiguration.class.getName())
					|| configuration.equals(DataRedisNodeConfiguration.class.getName());
		}
		return false;
	}

}
