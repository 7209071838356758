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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.EvaluationContext;

/**
 * The names of the locks of a method: one lock, or several that are held as one.
 */
final class LockNameTemplates {

	private final LockDeclaration declaration;

	private final List<LockNameTemplate> names;

	private final CallVariables variables;

	private final EvaluationContext context;

	/**
	 * Create templates.
	 * @param declaration the annotation
	 * @param names the names, at least one
	 * @param variables the variables for the arguments of a call
	 * @param context the part of the evaluation context that all calls share
	 */
	LockNameTemplates(LockDeclaration declaration, List<LockNameTemplate> names, CallVariables variables,
			EvaluationContext context) {
		this.declaration = declaration;
		this.names = names;
		this.variables = variables;
		this.context = context;
	}

	/**
	 * Return the names if they are the same for all calls.
	 * @return the names, or {@code null}
	 */
	@Nullable List<String> constant() {
		List<String> constants = new ArrayList<>();
		for (LockNameTemplate name : this.names) {
			String constant = name.constant();
			if (constant == null) {
				return null;
			}
			constants.add(constant);
		}
		return constants;
	}

	/**
	 * Return the exception for a call whose arguments lead to an invalid name.
	 * @param problem the exception that rejects the name
	 * @return the exception
	 */
	IllegalStateException invalid(IllegalArgumentException problem) {
		return new IllegalStateException(
				"The method '%s' cannot be locked: %s".formatted(this.declaration.description(), problem.getMessage()),
				problem);
	}

	/**
	 * Return the names for one call.
	 * @param invocation the call
	 * @return the names, at least one
	 * @throws IllegalStateException if an expression fails, or its value does not
	 * identify a lock
	 */
	Collection<String> evaluate(MethodInvocation invocation) {
		EvaluationContext context = new CallEvaluationContext(this.context, this.variables, this.declaration,
				invocation);
		if (!this.declaration.hasNames()) {
			return List.of(this.names.get(0).evaluate(context));
		}
		List<String> all = new ArrayList<>();
		this.names.forEach((name) -> all.addAll(name.evaluateAll(context)));
		return all;
	}

}
