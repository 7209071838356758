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

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.util.ClassUtils;

/**
 * Faults of beans whose exposed object has no lock.
 */
final class ExposedBeanFaults {

	private ExposedBeanFaults() {
	}

	static LockDefinitionException neverProxied(LockDeclaration declaration, Object exposed, Class<?> beanType) {
		if (AopInfrastructureBean.class.isAssignableFrom(beanType)) {
			return declaration.fault("it has a @DistributedLock, but no proxy is made of its bean, because that is an "
					+ "AopInfrastructureBean.", "Move the method to another bean.", null);
		}
		return declaration.fault("it has a @DistributedLock, but a post-processor put " + describe(exposed)
				+ " in the place of its bean before that was proxied, so that a call would run without its lock.",
				"Let that post-processor come later: it must not be PriorityOrdered, and have either no order or "
						+ "Ordered.LOWEST_PRECEDENCE. Or put the annotation on the interface that the object implements.",
				null);
	}

	static LockDefinitionException lost(LockDeclaration declaration, Object exposed) {
		return declaration.fault(
				"it has a @DistributedLock, but a post-processor put " + describe(exposed)
						+ " in the place of its bean, which does not call the lock proxy of the bean.",
				"Let that post-processor wrap the object that postProcessAfterInitialization(...) is given, not the "
						+ "object behind it.",
				null);
	}

	static LockDefinitionException replacedAfterEarlyReference(LockDeclaration declaration, Object exposed) {
		return declaration.fault(
				"it has a @DistributedLock, but its bean was injected into other beans, or into itself, before it was "
						+ "complete, and a post-processor put " + describe(exposed) + " in its place later.",
				"Break the circle of references: inject the bean by @Lazy or ObjectProvider. Or let that "
						+ "post-processor leave the proxy that it is given in its place.",
				null);
	}

	static void refuseEarlyListener(LockDeclaration declaration) {
		throw declaration.fault(
				"it has a @DistributedLock, but its bean was injected into other beans, or into itself, before it was "
						+ "complete, and Spring calls such an ApplicationListener without its proxy.",
				"Break the circle of references: inject the bean by @Lazy or ObjectProvider. Or use an @EventListener "
						+ "method.",
				null);
	}

	private static String describe(Object exposed) {
		return "an object of the class " + ClassUtils.getUserClass(exposed).getName();
	}

}
