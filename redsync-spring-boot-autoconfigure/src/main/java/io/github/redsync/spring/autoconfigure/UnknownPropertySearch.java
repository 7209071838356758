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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.ObjectUtils;

/**
 * Searches an environment for unknown keys under {@code redsync}. Uses the keys as
 * written, because Spring Boot drops characters that are invalid in a key. Not
 * thread-safe.
 */
final class UnknownPropertySearch {

	private static final Logger logger = LoggerFactory.getLogger(UnknownPropertySearch.class);

	/** System properties of redsync-test and of the tests of Redsync itself. */
	private static final Set<String> TEST_GROUPS = Set.of("test", "simulation", "torture");

	private static final int MAX_VARIABLE_EDITS = 2;

	private final ConfigurableEnvironment environment;

	private final PropertyKeys keys;

	private final List<String> faults = new ArrayList<>();

	private final List<String> ignored = new ArrayList<>();

	UnknownPropertySearch(ConfigurableEnvironment environment, PropertyKeys keys) {
		this.environment = environment;
		this.keys = keys;
	}

	void check() {
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			if (source instanceof SystemEnvironmentPropertySource variables) {
				check(variables);
			}
			else if (source instanceof EnumerablePropertySource<?> enumerable) {
				check(enumerable);
			}
		}
		if (!this.faults.isEmpty()) {
			throw new FailureAnalyzedException(String.join(System.lineSeparator(), this.faults),
					"Correct each name, or remove the property. Redsync accepts no unknown properties under 'redsync': "
							+ "use another prefix for other properties.");
		}
		if (!this.ignored.isEmpty()) {
			logger
				.warn("Environment variables {} have no effect, because Redsync has no such properties; rename them if "
						+ "they have another purpose", this.ignored);
		}
	}

	private void check(EnumerablePropertySource<?> source) {
		for (String text : source.getPropertyNames()) {
			ConfigurationPropertyName name = PropertyKeys.nameOf(text);
			if (!PropertyKeys.isOurs(name) || this.keys.isProperty(name) || isOfTests(source, name)) {
				continue;
			}
			UnknownProperty unknown = new UnknownProperty(source, text, name, false);
			if (!this.keys.isGroup(name)) {
				this.faults.add(unknown.describe(this.keys));
			}
			else if (hasValue(source.getProperty(text))) {
				this.faults.add(unknown.describeGroup(this.keys));
			}
		}
	}

	/**
	 * Check the variables. A variable that is neither in a group nor similar to a known
	 * variable only causes a warning, because it may belong to the image or the platform.
	 */
	private void check(SystemEnvironmentPropertySource source) {
		UnrelatedVariables unrelated = new UnrelatedVariables(this.environment);
		for (String text : source.getPropertyNames()) {
			ConfigurationPropertyName name = PropertyKeys.nameOfVariable(text);
			if (!PropertyKeys.isOurs(name) || name.getNumberOfElements() == 1 || this.keys.isVariable(name)
					|| unrelated.contains(text)) {
				continue;
			}
			UnknownProperty unknown = new UnknownProperty(source, text, name, true);
			if (this.keys.isGroup(name)) {
				if (hasValue(source.getProperty(text))) {
					this.faults.add(unknown.describeGroup(this.keys));
				}
			}
			else if (this.keys.isGroup(name.chop(2)) || unknown.nearest(this.keys).edits() <= MAX_VARIABLE_EDITS) {
				this.faults.add(unknown.describe(this.keys));
			}
			else {
				this.ignored.add(text);
			}
		}
	}

	private static boolean isOfTests(PropertySource<?> source, ConfigurationPropertyName name) {
		return source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)
				&& name.getNumberOfElements() > 1 && TEST_GROUPS.contains(name.getElement(1, Form.UNIFORM));
	}

	/**
	 * Return whether there is a value. An empty list or map in YAML results in an empty
	 * value at the key of the group.
	 */
	private boolean hasValue(@Nullable Object value) {
		return !ObjectUtils.isEmpty(value) && !(value instanceof CharSequence text
				&& this.environment.resolvePlaceholders(text.toString()).isBlank());
	}

}
