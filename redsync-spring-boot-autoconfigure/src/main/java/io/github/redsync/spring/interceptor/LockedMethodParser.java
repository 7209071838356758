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

import java.util.function.Supplier;

import io.github.redsync.Redsync;
import io.github.redsync.spring.execution.LockExecution;
import io.github.redsync.spring.execution.LockExecutions;
import io.github.redsync.spring.execution.RefusalPolicy;
import io.github.redsync.spring.execution.UnsupportedReturnTypeException;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Reads what annotations say, and refuses what cannot be done.
 */
final class LockedMethodParser {

	private final ConfigurableBeanFactory beanFactory;

	private final Supplier<Redsync> redsync;

	private final LockNameParser names;

	LockedMethodParser(ConfigurableBeanFactory beanFactory, Supplier<Redsync> redsync) {
		this.beanFactory = beanFactory;
		this.redsync = redsync;
		this.names = new LockNameParser(beanFactory);
	}

	LockedMethod parse(LockDeclaration declaration) {
		LockExecution execution = execution(declaration);
		LockName name = this.names.parse(declaration);
		LockSettings settings = LockSettings.parse(declaration, this.beanFactory);
		return new LockedMethod(name, settings, execution, RefusalPolicy.THROW, () -> redsync(declaration));
	}

	private Redsync redsync(LockDeclaration declaration) {
		try {
			return this.redsync.get();
		}
		catch (NoSuchBeanDefinitionException ex) {
			throw declaration.fault("there is no bean to lock it with (" + ex.getMessage() + ").",
					"Configure 'redsync.nodes', or define a bean of type " + Redsync.class.getName()
							+ "; of several, make one @Primary.",
					ex);
		}
	}

	private LockExecution execution(LockDeclaration declaration) {
		try {
			return LockExecutions.of(declaration.method(), declaration.targetClass());
		}
		catch (UnsupportedReturnTypeException ex) {
			throw declaration.fault(String.valueOf(ex.getMessage()), ex.mend(), ex);
		}
	}

}
