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

import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import io.github.redsync.Redsync;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;

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
		return new LockedMethod(name, settings, execution, () -> redsync(declaration));
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
		Method method = declaration.method();
		Class<?> returnType = GenericTypeResolver.resolveReturnType(method, declaration.targetClass());
		if (KotlinDetector.isSuspendingFunction(method)) {
			throw unsupported(declaration, "it is a suspending function");
		}
		if (CompletionStage.class.isAssignableFrom(returnType) || Future.class.isAssignableFrom(returnType)
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(returnType) != null) {
			throw unsupported(declaration, "it returns " + returnType.getName());
		}
		return new BlockingLockExecution();
	}

	private LockDefinitionException unsupported(LockDeclaration declaration, String reason) {
		return declaration.fault(
				reason + ", and @DistributedLock on an asynchronous or reactive method is not supported yet: "
						+ "the lock would be released before the result is there.",
				"Return the result itself, or use Redsync.newMutex(...).lockAsync() and release the lease when the "
						+ "result is there.",
				null);
	}

}
