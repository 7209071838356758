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

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.redsync.Redsync;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * Finds the {@link Redsync} bean of an annotation. The bean is looked up late, so that it
 * is not created too early.
 */
final class RedsyncFinder {

	private final ConfigurableBeanFactory beanFactory;

	private final Supplier<Redsync> unnamed;

	/**
	 * Create a finder.
	 * @param beanFactory the factory that has the beans
	 * @param unnamed supplier of the bean for annotations without a name
	 */
	RedsyncFinder(ConfigurableBeanFactory beanFactory, Supplier<Redsync> unnamed) {
		this.beanFactory = beanFactory;
		this.unnamed = unnamed;
	}

	Supplier<Redsync> find(LockDeclaration declaration) {
		LockAttribute name = LockAttribute.resolve(declaration, "redsync", declaration.annotation().redsync(),
				this.beanFactory);
		return SingletonSupplier.of(() -> {
			Redsync redsync = name.isGiven() ? named(name) : unnamed(declaration);
			return MockCheck.check(redsync, () -> nameOf(redsync), declaration);
		});
	}

	private Redsync named(LockAttribute name) {
		try {
			return this.beanFactory.getBean(name.value().trim(), Redsync.class);
		}
		catch (NoSuchBeanDefinitionException | BeanNotOfRequiredTypeException ex) {
			List<String> candidates = candidates();
			String action = candidates.isEmpty() ? "Define a bean of this name and type."
					: "Use one of " + candidates + ", or define a bean of this name and type.";
			throw name.fault("there is no bean of this name and of type " + Redsync.class.getName(), action, ex);
		}
	}

	private Redsync unnamed(LockDeclaration declaration) {
		try {
			return this.unnamed.get();
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw declaration.fault("there are several Redsync beans: " + candidates() + ".",
					"Select one of them with the attribute 'redsync' of the @DistributedLock, or make one @Primary.",
					ex);
		}
		catch (NoSuchBeanDefinitionException ex) {
			throw declaration.fault("there is no Redsync bean (" + ex.getMessage() + ").",
					"Configure 'redsync.nodes', or define a bean of type " + Redsync.class.getName()
							+ ". In a test that needs no lock, set 'redsync.enabled=false'.",
					ex);
		}
	}

	private String nameOf(Redsync redsync) {
		return candidates().stream()
			.filter((name) -> this.beanFactory.getSingleton(name) == redsync)
			.findFirst()
			.orElse("redsync");
	}

	private List<String> candidates() {
		return (this.beanFactory instanceof ListableBeanFactory listable)
				? Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(listable, Redsync.class))
					.sorted()
					.toList()
				: List.of();
	}

}
