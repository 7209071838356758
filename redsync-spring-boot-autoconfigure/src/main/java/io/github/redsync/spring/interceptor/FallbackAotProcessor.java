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
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Registers fallbacks for reflection in a native image, because only the text of an
 * annotation refers to them.
 */
class FallbackAotProcessor implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
		Class<?> type = ClassUtils.getUserClass(registeredBean.getBeanClass());
		List<Method> fallbacks = fallbacks(type, registeredBean.getBeanName());
		return fallbacks.isEmpty() ? null : (context, code) -> fallbacks
			.forEach((method) -> context.getRuntimeHints().reflection().registerMethod(method, ExecutableMode.INVOKE));
	}

	private static List<Method> fallbacks(Class<?> type, String beanName) {
		try {
			Set<String> names = LockedTypeScanner.scan(type)
				.declarations()
				.stream()
				.map((declaration) -> declaration.annotation().fallback().trim())
				.filter((name) -> !name.isEmpty())
				.collect(Collectors.toSet());
			return names.isEmpty() ? List.of()
					: Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(type))
						.filter((method) -> names.contains(method.getName()))
						.toList();
		}
		catch (LockDefinitionException ex) {
			throw ex.inBean(beanName);
		}
	}

}
