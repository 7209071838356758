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
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;

import org.springframework.aop.framework.Advised;
import org.springframework.util.ClassUtils;

/**
 * Check that a proxy can intercept every locked method.
 */
final class ProxyCheck {

	private ProxyCheck() {
	}

	static void check(Advised proxy, LockedType type) {
		if (isSubclass(proxy)) {
			type.declarations().forEach(ProxyCheck::checkSubclass);
		}
		else {
			checkInterfaces(interfaces(proxy), type);
		}
	}

	private static boolean isSubclass(Advised proxy) {
		Class<?> target = proxy.getTargetClass();
		return (proxy.isProxyTargetClass() || proxy.getProxiedInterfaces().length == 0) && target != null
				&& !target.isInterface() && !Proxy.isProxyClass(target) && !ClassUtils.isLambdaClass(target);
	}

	private static void checkSubclass(LockDeclaration declaration) {
		Method method = declaration.method();
		boolean finalMethod = Modifier.isFinal(method.getModifiers());
		if (finalMethod || Modifier.isFinal(declaration.targetClass().getModifiers())) {
			throw declaration.fault(
					"it has a @DistributedLock, but " + (finalMethod ? "it" : "its class")
							+ " is final, so no proxy can intercept it.",
					"Remove 'final' (in Kotlin: add 'open', or use the kotlin-spring plugin), or proxy the bean by an "
							+ "interface"
							+ (declaration.onMethod() ? "." : ", or annotate its methods instead of the class."),
					null);
		}
		if ((method.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) == 0
				&& !method.getDeclaringClass().getPackage().equals(declaration.targetClass().getPackage())) {
			throw declaration.fault(
					"it has a @DistributedLock, but is package-private in another package than the class of the bean, "
							+ "so no proxy can intercept it.",
					"Make the method public or protected.", null);
		}
	}

	private static Class<?>[] interfaces(Advised proxy) {
		Class<?>[] interfaces = proxy.getProxiedInterfaces();
		Class<?> target = proxy.getTargetClass();
		// A proxy class is proxied by all of its interfaces
		return (interfaces.length == 0 && target != null) ? ClassUtils.getAllInterfacesForClass(target) : interfaces;
	}

	private static void checkInterfaces(Class<?>[] interfaces, LockedType type) {
		Set<LockDeclaration> intercepted = new HashSet<>();
		for (Class<?> candidate : interfaces) {
			for (Method method : candidate.getMethods()) {
				LockDeclaration declaration = type.find(method);
				if (declaration != null) {
					intercepted.add(declaration);
				}
			}
		}
		for (LockDeclaration declaration : type.declarations()) {
			// Other beans cannot call a method that only a class-level lock covers
			if (declaration.onMethod() && !intercepted.contains(declaration)) {
				throw declaration.fault(
						"it has a @DistributedLock, but the bean is proxied by its interfaces, and none of them declares it.",
						"Declare the method in an interface, or proxy the class itself: do not set 'spring.aop.proxy-target-class' "
								+ "to false.",
						null);
			}
		}
	}

}
