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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.RequestPath;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * The path of the current Spring MVC request, including its empty segments.
 */
final class ExactPath {

	private static final boolean PRESENT = ClassUtils
		.isPresent("org.springframework.web.context.request.RequestContextHolder", ExactPath.class.getClassLoader());

	private ExactPath() {
	}

	/**
	 * Find the remaining path after that of the endpoint.
	 * @param segments its segments without the empty ones, as passed to the endpoint
	 * @return the remaining path, or {@code null} if it is not known
	 */
	static @Nullable String find(String[] segments) {
		String rest = PRESENT ? CurrentRequest.find() : null;
		return (rest != null && Arrays.equals(StringUtils.tokenizeToStringArray(rest, "/", false, true), segments))
				? rest : null;
	}

	/**
	 * Inner class to avoid a hard dependency on spring-web at runtime.
	 */
	private static final class CurrentRequest {

		/** As {@code HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE}. */
		private static final String PATTERN = "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

		/** As {@code ServletRequestPathUtils.PATH_ATTRIBUTE}. */
		private static final String PATH = "org.springframework.web.util.ServletRequestPathUtils.PATH";

		private static final String REST = "**";

		static @Nullable String find() {
			RequestAttributes request = RequestContextHolder.getRequestAttributes();
			if (request == null || !(attribute(request, PATH) instanceof RequestPath path)) {
				return null;
			}
			String pattern = String.valueOf(attribute(request, PATTERN));
			String whole = path.pathWithinApplication().value();
			String endpoint = pattern.substring(0, Math.max(0, pattern.length() - REST.length()));
			if (!pattern.endsWith("/" + REST) || !whole.startsWith(endpoint)) {
				return null;
			}
			return StringUtils.uriDecode(whole.substring(endpoint.length()), StandardCharsets.UTF_8);
		}

		private static @Nullable Object attribute(RequestAttributes request, String name) {
			return request.getAttribute(name, RequestAttributes.SCOPE_REQUEST);
		}

	}

}
