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
 * Exceptions for beans whose exposed object has no lock.
 */
final class ExposedBeanFaults {

	private ExposedBeanFaults() {
	}

	static LockDefinitionException neverProxied(LockDeclaration declaration, Object exposed, Class<?> beanType) {
		if (AopInfrastructureBean.class.isAssignableFrom(beanType)) {
			return declaration.fault(
					"it has a @DistributedLock, but its bean is an AopInfrastructureBean, which is never " + "proxied.",
					"Move the method to another bean.", null);
		}
		return declaration.fault(
				"it has a @DistributedLock, but a post-processor replaced its bean with " + describe(exposed)
						+ " before it was proxied, so a call would run without its lock.",
				"Let that post-processor run later: it must not be PriorityOrdered, and must have no order or "
						+ "Ordered.LOWEST_PRECEDENCE. Or put the annotation on an interface that the object implements.",
				null);
	}

	static LockDefinitionException lost(LockDeclaration declaration, Object exposed) {
		return declaration.fault(
				"it has a @DistributedLock, but a post-processor replaced its bean with " + describe(exposed)
						+ ", which does not call the lock proxy of the bean.",
				"Let that post-processor wrap the object that is passed to postProcessAfterInitialization(...), "
						+ "not the target of that object.",
				null);
	}

	static LockDefinitionException replacedAfterEarlyReference(LockDeclaration declaration, Object exposed) {
		return declaration.fault(
				"it has a @DistributedLock, but its bean was injected into other beans, or into itself, before it was "
						+ "complete, and a post-processor replaced it with " + describe(exposed) + " later.",
				"Break the circular reference: inject the bean with @Lazy or ObjectProvider. Or let that "
						+ "post-processor return the proxy that is passed to it.",
				null);
	}

	static void refuseEarlyListener(LockDeclaration declaration) {
		throw declaration.fault(
				"it has a @DistributedLock, but its bean was injected into other beans, or into itself, before it was "
						+ "complete, and Spring calls such an ApplicationListener without its proxy.",
				"Break the circular reference: inject the bean with @Lazy or ObjectProvider. Or use an @EventListener "
						+ "method.",
				null);
	}

	private static String describe(Object exposed) {
		return "an object of class " + ClassUtils.getUserClass(exposed).getName();
	}

}
