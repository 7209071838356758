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
import java.util.List;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.Operator;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;

/**
 * Check for references in an expression that cannot be resolved. SpEL itself finds them
 * only at evaluation, and evaluates an unknown variable to {@code null}.
 */
final class ExpressionCheck {

	private static final List<String> BUILT_IN = List.of("root", "this");

	private static final List<String> ROOT_PROPERTIES = Arrays.stream(CallRoot.class.getRecordComponents())
		.map((component) -> component.getName())
		.toList();

	private final LockAttribute name;

	private final CallVariables variables;

	private final PropertyCheck properties;

	private final ConfigurableBeanFactory beanFactory;

	ExpressionCheck(LockAttribute name, CallVariables variables, ConfigurableBeanFactory beanFactory) {
		this.name = name;
		this.variables = variables;
		this.properties = new PropertyCheck(name, variables);
		this.beanFactory = beanFactory;
	}

	void check(SpelExpression expression) {
		checkReferences(expression.getAST());
		checkRoot(expression.getAST());
	}

	private void checkReferences(SpelNode node) {
		if (node instanceof VariableReference || node instanceof FunctionReference) {
			checkVariable(node.toStringAST().substring(1).split("\\(", 2)[0]);
		}
		else if (node instanceof BeanReference bean && !this.beanFactory.containsBean(bean.getName())) {
			throw this.name.fault("there is no bean '" + bean.getName() + "'", "Correct the name of the bean.", null);
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			checkReferences(node.getChild(i));
		}
		if (node instanceof CompoundExpression) {
			this.properties.check(node);
		}
	}

	private void checkVariable(String variable) {
		Integer hidden = BUILT_IN.contains(variable) ? this.variables.indexOf(variable) : null;
		if (hidden != null) {
			throw this.name.fault("#" + variable + " is reserved and does not refer to the parameter of that name",
					"Refer to the parameter as #p" + hidden + ", or rename it.", null);
		}
		if (BUILT_IN.contains(variable) || this.variables.indexOf(variable) != null) {
			return;
		}
		String problem = "it refers to #" + variable + ", but the method has no such parameter";
		if (!this.variables.isNamed()) {
			throw this.name.fault(problem + "; its class was compiled without parameter names",
					"Compile with '-parameters', or refer to the first parameter as #p0, to the next as #p1.", null);
		}
		String known = this.variables.toString();
		throw this.name.fault(problem, known.isEmpty() ? "The method has no parameters; refer to #root or to a bean."
				: "Refer to one of " + known + " or #root.", null);
	}

	/**
	 * Check the beginning of the expression. A name without '#' is a property of the
	 * root, which is rarely intended.
	 */
	private void checkRoot(SpelNode node) {
		if (node instanceof Operator) {
			for (int i = 0; i < node.getChildCount(); i++) {
				checkRoot(node.getChild(i));
			}
		}
		else if (node instanceof CompoundExpression) {
			checkRoot(node.getChild(0));
		}
		else if (node instanceof PropertyOrFieldReference property && !ROOT_PROPERTIES.contains(property.getName())) {
			throw this.name.fault(
					"'" + property.getName() + "' is not a property of #root, which has " + ROOT_PROPERTIES,
					"Write #" + property.getName() + " to refer to the parameter.", null);
		}
	}

}
