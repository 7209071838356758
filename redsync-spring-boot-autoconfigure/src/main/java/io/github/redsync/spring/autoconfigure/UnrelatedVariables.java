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

package io.github.redsync.spring.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Identifies environment variables that begin with {@code REDSYNC_} but have another
 * purpose: Kubernetes sets variables for each service, and placeholders refer to
 * variables.
 */
final class UnrelatedVariables {

	private static final Pattern SERVICE_LINK = Pattern
		.compile("(REDSYNC(?:_.+?)??)_(?:SERVICE_HOST|SERVICE_PORT(?:_.+)?|PORT(?:_\\d+_.+)?)");

	private final ConfigurableEnvironment environment;

	UnrelatedVariables(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	boolean contains(String variable) {
		return isServiceLink(variable) || isReferredTo(variable);
	}

	/**
	 * Return whether Kubernetes has set the variable. For each service x, it sets
	 * X_SERVICE_HOST, X_SERVICE_PORT, X_PORT_6379_TCP and others.
	 */
	private boolean isServiceLink(String variable) {
		Matcher link = SERVICE_LINK.matcher(variable);
		return link.matches() && this.environment.containsProperty(link.group(1) + "_SERVICE_HOST")
				&& this.environment.containsProperty(link.group(1) + "_SERVICE_PORT");
	}

	private boolean isReferredTo(String variable) {
		String start = "${" + variable;
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String name : enumerable.getPropertyNames()) {
					if (enumerable.getProperty(name) instanceof CharSequence value
							&& (value.toString().contains(start + "}") || value.toString().contains(start + ":"))) {
						return true;
					}
				}
			}
		}
		return false;
	}

}
