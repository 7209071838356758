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
import io.github.redsync.spring.execution.LockExecutionFactory;
import io.github.redsync.spring.execution.RefusalPolicy;
import io.github.redsync.spring.execution.UnsupportedReturnTypeException;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Parser for the attributes of annotations. Rejects those that are not valid.
 */
final class LockedMethodParser {

	private final ConfigurableBeanFactory beanFactory;

	private final RedsyncFinder redsyncs;

	private final LockNameParser names;

	private final RefusalPolicyParser refusals;

	private final LockExecutionFactory executions;

	LockedMethodParser(ConfigurableBeanFactory beanFactory, Supplier<Redsync> redsync,
			LockExecutionFactory executions) {
		this.beanFactory = beanFactory;
		this.redsyncs = new RedsyncFinder(beanFactory, redsync);
		this.names = new LockNameParser(beanFactory);
		this.refusals = new RefusalPolicyParser(beanFactory);
		this.executions = executions;
	}

	LockedMethod parse(LockDeclaration declaration) {
		LockExecution execution = execution(declaration);
		LockNameTemplates names = this.names.parse(declaration);
		LockOptionsMerger settings = LockOptionsMerger.parse(declaration, this.beanFactory);
		Supplier<RefusalPolicy> refusals = this.refusals.parse(declaration);
		return new LockedMethod(names, settings, execution, refusals, this.redsyncs.find(declaration));
	}

	private LockExecution execution(LockDeclaration declaration) {
		try {
			return this.executions.create(declaration.method(), declaration.targetClass(),
					declaration.annotation().onLost());
		}
		catch (UnsupportedReturnTypeException ex) {
			throw declaration.fault(String.valueOf(ex.getMessage()), ex.action(), ex);
		}
	}

}
