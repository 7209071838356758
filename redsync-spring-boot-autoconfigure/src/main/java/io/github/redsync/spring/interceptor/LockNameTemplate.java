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

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import io.github.redsync.PrintableName;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.EvaluationContext;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.common.LiteralExpression;
import org.springframework.util.ObjectUtils;

/**
 * The parsed name of a lock. Each expression is evaluated on its own. A composite
 * expression would omit {@code null} values, so that unrelated calls would share a lock.
 */
final class LockNameTemplate {

	private static final int NONE = -1;

	private final LockAttribute name;

	private final Expression[] parts;

	/**
	 * Create a template.
	 * @param name the name as written
	 * @param parts the literals and expressions
	 */
	LockNameTemplate(LockAttribute name, Expression[] parts) {
		this.name = name;
		this.parts = parts;
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
	 * Return the name of one lock.
	 * @param context the evaluation context
	 * @return the name
	 * @throws IllegalStateException if an expression fails, or its value does not
	 * identify a lock
	 */
	String evaluate(EvaluationContext context) {
		StringBuilder text = new StringBuilder();
		for (Expression part : this.parts) {
			text.append((part instanceof LiteralExpression) ? part.getExpressionString()
					: text(part, value(part, context)));
		}
		return text.toString();
	}

	/**
	 * Return the name of one lock or, if an expression has several values, one name per
	 * value.
	 * @param context the evaluation context
	 * @return the names, at least one
	 * @throws IllegalStateException if an expression fails, or its value does not
	 * identify a lock
	 */
	List<String> evaluateAll(EvaluationContext context) {
		@Nullable Object[] values = new Object[this.parts.length];
		int several = NONE;
		for (int i = 0; i < values.length; i++) {
			values[i] = value(this.parts[i], context);
			if (isSeveral(values[i])) {
				if (several != NONE) {
					throw fault(this.parts[i],
							"has several values, and so has an earlier expression: use at most one such expression",
							null);
				}
				several = i;
			}
		}
		return (several == NONE) ? List.of(join(values)) : joinEach(values, several);
	}

	private List<String> joinEach(@Nullable Object[] values, int several) {
		Collection<?> elements = (values[several] instanceof Collection<?> collection) ? collection
				: Arrays.asList(ObjectUtils.toObjectArray(values[several]));
		if (elements.isEmpty()) {
			throw fault(this.parts[several], "is empty: do not call the method if there is nothing to lock", null);
		}
		return elements.stream().map((element) -> {
			@Nullable Object[] single = values.clone();
			single[several] = element;
			return join(single);
		}).toList();
	}

	private String join(@Nullable Object[] values) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < values.length; i++) {
			text.append((this.parts[i] instanceof LiteralExpression) ? values[i] : text(this.parts[i], values[i]));
		}
		return text.toString();
	}

	private @Nullable Object value(Expression part, EvaluationContext context) {
		try {
			return part.getValue(context);
		}
		catch (EvaluationException ex) {
			throw fault(part, "cannot be evaluated: " + ex.getMessage(), ex);
		}
		catch (RuntimeException ex) {
			// SpEL does not wrap unchecked exceptions of the methods it calls
			throw fault(part, "cannot be evaluated: " + ex, ex);
		}
	}

	private String text(Expression part, @Nullable Object value) {
		if (isSeveral(value)) {
			throw fault(part, this.name.declaration().hasNames() ? "has an element with several values"
					: "has several values: use 'names' instead of 'name' to lock each of them", null);
		}
		try {
			return LockNamePart.of(value);
		}
		catch (IllegalArgumentException ex) {
			throw fault(part, ex.getMessage(), ex);
		}
	}

	private static boolean isSeveral(@Nullable Object value) {
		return value instanceof Collection || ObjectUtils.isArray(value);
	}

	private IllegalStateException fault(Expression part, @Nullable String problem, @Nullable RuntimeException cause) {
		return new IllegalStateException("The method '%s' cannot be locked: #{%s} in the name '%s' of its lock %s"
			.formatted(this.name.declaration().description(), part.getExpressionString(), this.name.written(),
					PrintableName.escape(String.valueOf(problem))),
				cause);
	}

}
