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

import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.LockFailureHandler;
import io.github.redsync.spring.OnBusy;
import io.github.redsync.spring.execution.RefusalPolicies;
import io.github.redsync.spring.execution.RefusalPolicy;
import io.github.redsync.spring.execution.ReturnType;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.StringUtils;

/**
 * Parser for the attributes that apply to calls whose lock was not acquired.
 */
final class RefusalPolicyParser {

	private final ConfigurableBeanFactory beanFactory;

	RefusalPolicyParser(ConfigurableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Parse an annotation.
	 * @param declaration the annotation
	 * @return a supplier of the policy, to be called once all beans exist
	 * @throws LockDefinitionException if the attributes are not valid
	 */
	Supplier<RefusalPolicy> parse(LockDeclaration declaration) {
		DistributedLock annotation = declaration.annotation();
		ReturnType returnType = new ReturnType(declaration.method(), declaration.targetClass());
		boolean skip = annotation.onBusy() == OnBusy.SKIP;
		if (StringUtils.hasText(annotation.fallback())) {
			if (skip) {
				throw declaration.fault(
						"its @DistributedLock has both onBusy = SKIP and fallback = '" + annotation.fallback() + "'.",
						"Remove one of them: a fallback already handles a call whose lock is taken.", null);
			}
			RefusalPolicy policy = new FallbackFinder(declaration, returnType).find();
			return () -> policy;
		}
		if (skip) {
			RefusalPolicy policy = skip(declaration, returnType);
			return () -> policy;
		}
		return () -> handler(declaration, returnType);
	}

	private RefusalPolicy skip(LockDeclaration declaration, ReturnType returnType) {
		if (!returnType.allowsEmptyValue()) {
			String type = returnType.type().getSimpleName();
			throw declaration.fault(
					"its @DistributedLock has onBusy = SKIP, but it returns " + type
							+ ", which has no empty value for a skipped call.",
					"Return a type that can be null or empty, such as an Optional, or use 'fallback' to name a method "
							+ "that returns the " + type + ".",
					null);
		}
		return RefusalPolicies.skip(returnType);
	}

	private RefusalPolicy handler(LockDeclaration declaration, ReturnType returnType) {
		try {
			LockFailureHandler handler = this.beanFactory.getBeanProvider(LockFailureHandler.class).getIfAvailable();
			return (handler != null) ? RefusalPolicies.handler(handler, declaration.method(), returnType)
					: RefusalPolicy.THROW;
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw declaration.fault("there are several LockFailureHandler beans: " + ex.getBeanNamesFound() + ".",
					"Make one of them @Primary, or keep only one.", ex);
		}
	}

}
