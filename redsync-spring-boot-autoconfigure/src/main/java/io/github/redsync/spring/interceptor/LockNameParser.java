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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.redsync.node.AcquireRequest;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.ParserContext;
import org.springframework.expression.common.CompositeStringExpression;
import org.springframework.expression.common.LiteralExpression;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.expression.spel.support.StandardTypeLocator;

/**
 * Parser for the names of locks. Finds errors before the first call.
 */
final class LockNameParser {

	/** Limit for the name of a lock. */
	private static final int MAX_BYTES = 1_024;

	private static final Pattern VARIABLE = Pattern.compile("#(\\w+)");

	private static final Pattern BRACES = Pattern.compile("\\{(\\w+)}");

	private final SpelExpressionParser parser = new SpelExpressionParser();

	private final ConfigurableBeanFactory beanFactory;

	private final EvaluationContext context;

	LockNameParser(ConfigurableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		StandardEvaluationContext context = new StandardEvaluationContext();
		context.setBeanResolver(new BeanFactoryResolver(beanFactory));
		context.setTypeLocator(new StandardTypeLocator(beanFactory.getBeanClassLoader()));
		this.context = context;
	}

	LockNameTemplates parse(LockDeclaration declaration) {
		CallVariables variables = declaration.variables();
		if (!declaration.hasNames()) {
			LockNameTemplate name = parse(declaration, "name", declaration.annotation().name(), variables);
			return new LockNameTemplates(declaration, List.of(name), variables, this.context);
		}
		if (!declaration.annotation().name().isEmpty()) {
			throw declaration.fault("its @DistributedLock has both a 'name' and 'names'.",
					"Use 'name' for one lock, or 'names' for several that are held together.", null);
		}
		List<LockNameTemplate> names = Arrays.stream(declaration.annotation().names())
			.map((name) -> parse(declaration, "names", name, variables))
			.toList();
		return new LockNameTemplates(declaration, names, variables, this.context);
	}

	private LockNameTemplate parse(LockDeclaration declaration, String attribute, String written,
			CallVariables variables) {
		LockAttribute name = LockAttribute.resolve(declaration, attribute, written, this.beanFactory);
		if (name.value().isBlank()) {
			throw name.fault("a lock needs a name",
					"Name the lock, as in @DistributedLock(\"report\") or @DistributedLock(\"order:#{#order.id}\").",
					null);
		}
		Expression[] parts = parts(name);
		if (parts[parts.length - 1] instanceof LiteralExpression last
				&& last.getExpressionString().endsWith(AcquireRequest.FENCE_SUFFIX)) {
			throw name.fault(
					"names that end with '" + AcquireRequest.FENCE_SUFFIX
							+ "' are reserved for the fencing counters of other locks",
					"Choose a name that does not end with '" + AcquireRequest.FENCE_SUFFIX + "'.", null);
		}
		checkLength(name, parts);
		ExpressionCheck check = new ExpressionCheck(name, variables, this.beanFactory);
		for (Expression part : parts) {
			if (part instanceof SpelExpression expression) {
				check.check(expression);
			}
			else {
				checkLiteral(name, part.getExpressionString(), variables);
			}
		}
		return new LockNameTemplate(name, parts);
	}

	/**
	 * Check the literals, which are part of each name regardless of its expressions.
	 */
	private static void checkLength(LockAttribute name, Expression[] parts) {
		String literals = Arrays.stream(parts)
			.map((part) -> (part instanceof LiteralExpression) ? part.getExpressionString() : "")
			.collect(Collectors.joining());
		int bytes = literals.getBytes(StandardCharsets.UTF_8).length;
		if (bytes > MAX_BYTES) {
			throw name.fault("it is longer than %d bytes in UTF-8, having %d without its expressions"
				.formatted(MAX_BYTES, bytes), "Use a shorter name.", null);
		}
		if (!StandardCharsets.UTF_8.newEncoder().canEncode(literals)) {
			throw name.fault("it has an unpaired surrogate, which is encoded as '?'", "Use whole characters.", null);
		}
	}

	private Expression[] parts(LockAttribute name) {
		try {
			Expression expression = this.parser.parseExpression(name.value(), ParserContext.TEMPLATE_EXPRESSION);
			return (expression instanceof CompositeStringExpression composite) ? composite.getExpressions()
					: new Expression[] { expression };
		}
		catch (ParseException ex) {
			throw name.fault("an expression in it cannot be parsed (" + ex.getMessage() + ")",
					"Correct the text between '#{' and '}'.", ex);
		}
	}

	private void checkLiteral(LockAttribute name, String literal, CallVariables variables) {
		Matcher matcher = VARIABLE.matcher(literal);
		while (matcher.find()) {
			if (variables.indexOf(matcher.group(1)) != null) {
				throw name.fault(
						"'%s' is outside of #{...}, so all calls would share one lock".formatted(matcher.group()),
						"Write '#{%s}'.".formatted(matcher.group()), null);
			}
		}
		Matcher braces = BRACES.matcher(literal);
		while (braces.find()) {
			if (variables.indexOf(braces.group(1)) != null) {
				throw name.fault("'%s' is plain text, so all calls would share one lock".formatted(braces.group()),
						"Write '#{#%s}'.".formatted(braces.group(1)), null);
			}
		}
	}

}
