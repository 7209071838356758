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

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.EvaluationContext;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.common.LiteralExpression;

/**
 * The name of a lock, parsed. Each of its expressions is evaluated by itself, because a
 * composite expression leaves out what is {@code null}, so that calls which have nothing
 * to do with each other would share a lock.
 */
final class LockName {

	private final LockDeclaration declaration;

	private final Expression[] parts;

	private final CallVariables variables;

	private final EvaluationContext context;

	/**
	 * Create a name.
	 * @param declaration the annotation
	 * @param parts literals and expressions
	 * @param variables the arguments that the expressions see
	 * @param context what else they see
	 */
	LockName(LockDeclaration declaration, Expression[] parts, CallVariables variables, EvaluationContext context) {
		this.declaration = declaration;
		this.parts = parts;
		this.variables = variables;
		this.context = context;
	}

	/**
	 * Return the name if it is the same for all calls.
	 * @return the name, or {@code null}
	 */
	@Nullable String constant() {
		return (this.parts.length == 1 && this.parts[0] instanceof LiteralExpression literal)
				? literal.getExpressionString() : null;
	}

	/**
	 * Return the name for one call.
	 * @param invocation the call
	 * @return the name
	 * @throws IllegalStateException if an expression fails, or gives nothing to tell
	 * locks apart by
	 */
	String evaluate(MethodInvocation invocation) {
		EvaluationContext context = new CallContext(this.context, this.variables, this.declaration, invocation);
		StringBuilder name = new StringBuilder();
		for (Expression part : this.parts) {
			name.append((part instanceof LiteralExpression) ? part.getExpressionString() : evaluate(part, context));
		}
		return name.toString();
	}

	private String evaluate(Expression part, EvaluationContext context) {
		try {
			return NameText.of(part.getValue(context));
		}
		catch (EvaluationException ex) {
			throw fault(part, "cannot be evaluated: " + ex.getMessage(), ex);
		}
		catch (IllegalArgumentException ex) {
			throw fault(part, ex.getMessage(), ex);
		}
	}

	private IllegalStateException fault(Expression part, @Nullable String problem, RuntimeException cause) {
		return new IllegalStateException("The method '%s' cannot be locked: #{%s} in the name '%s' of its lock %s"
			.formatted(this.declaration.description(), part.getExpressionString(), this.declaration.annotation().name(),
					problem),
				cause);
	}

}
