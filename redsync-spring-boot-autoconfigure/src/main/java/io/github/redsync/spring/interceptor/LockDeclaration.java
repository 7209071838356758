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
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.redsync.spring.DistributedLock;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;

/**
 * The annotation that applies to a method of a class.
 *
 * @param method the method that is finally called; the bridged one if there is a bridge
 * @param targetClass the class of the bean, which declares or inherits the method
 * @param annotation the annotation, with merged attributes of meta-annotations
 * @param annotated the method with the annotation or, if that is on a type, the method it
 * was found for
 * @param onMethod whether the annotation is on a method, not on a type
 */
record LockDeclaration(Method method, Class<?> targetClass, DistributedLock annotation, Method annotated,
		boolean onMethod) {

	private static final Pattern VARIABLE = Pattern.compile("#(\\w+)");

	static LockDeclaration of(Method method, Method found, Class<?> targetClass,
			MergedAnnotation<DistributedLock> annotation) {
		boolean onMethod = annotation.getSource() instanceof Method;
		Method annotated = (annotation.getSource() instanceof Method source) ? source : found;
		return new LockDeclaration(method, targetClass, annotation.synthesize(), annotated, onMethod);
	}

	/**
	 * Return whether the annotation has several names.
	 */
	boolean hasNames() {
		return this.annotation.names().length > 0;
	}

	/**
	 * Return the name of the lock as written, without resolving expressions.
	 * @return the name or, for several locks, their joined names
	 */
	String label() {
		return label(this.annotation);
	}

	static String label(DistributedLock annotation) {
		return (annotation.names().length > 0) ? String.join(" + ", annotation.names()) : annotation.name();
	}

	/**
	 * Return whether another declaration has the same lock: the annotations are equal,
	 * and their expressions refer to the same parameters.
	 * @param other the declaration of another method of the hierarchy
	 * @return whether it has the same lock
	 */
	boolean isSameLock(LockDeclaration other) {
		if (!this.annotation.equals(other.annotation)) {
			return false;
		}
		CallVariables variables = variables();
		CallVariables others = other.variables();
		return VARIABLE.matcher(label())
			.results()
			.map((match) -> match.group(1))
			.allMatch((name) -> Objects.equals(variables.indexOf(name), others.indexOf(name)));
	}

	/**
	 * Return the names under which expressions see the arguments of a call.
	 */
	CallVariables variables() {
		return new CallVariables(this.method, this.annotated);
	}

	LockDefinitionException fault(String problem, String action, @Nullable Throwable cause) {
		return new LockDefinitionException(description(), problem, action, cause);
	}

	/**
	 * Return the method in the format of messages.
	 * @return for example {@code com.example.Orders.charge(Order)}
	 */
	String description() {
		boolean generated = Proxy.isProxyClass(this.targetClass);
		Class<?> type = generated ? this.annotated.getDeclaringClass() : this.targetClass;
		return Arrays.stream(this.method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", type.getName() + "." + this.method.getName() + "(", ")"));
	}

}
