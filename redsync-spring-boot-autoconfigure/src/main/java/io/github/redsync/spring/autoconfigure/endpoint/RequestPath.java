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

package io.github.redsync.spring.autoconfigure.endpoint;

import java.util.Arrays;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * The path of the current request of Spring MVC, in which empty segments are still there.
 */
final class RequestPath {

	private static final boolean PRESENT = ClassUtils
		.isPresent("org.springframework.web.context.request.RequestContextHolder", RequestPath.class.getClassLoader());

	/** As {@code HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE}. */
	private static final String VARIABLES = "org.springframework.web.servlet.HandlerMapping.uriTemplateVariables";

	private RequestPath() {
	}

	/**
	 * Find the rest of the path that a variable stands for.
	 * @param variable the name of the variable
	 * @param segments its segments without the empty ones, as the endpoint gets them
	 * @return the rest of the path without its first slash, or {@code null} if it is not
	 * known
	 */
	static @Nullable String find(String variable, String[] segments) {
		String rest = PRESENT ? Attributes.find(variable) : null;
		if (rest == null || !rest.startsWith("/")
				|| !Arrays.equals(StringUtils.tokenizeToStringArray(rest, "/", false, true), segments)) {
			return null;
		}
		return rest.substring(1);
	}

	/**
	 * Inner class to avoid a hard dependency on spring-web at runtime.
	 */
	private static final class Attributes {

		static @Nullable String find(String variable) {
			RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
			Object variables = (attributes != null)
					? attributes.getAttribute(VARIABLES, RequestAttributes.SCOPE_REQUEST) : null;
			return (variables instanceof Map<?, ?> map && map.get(variable) instanceof String rest) ? rest : null;
		}

	}

}
