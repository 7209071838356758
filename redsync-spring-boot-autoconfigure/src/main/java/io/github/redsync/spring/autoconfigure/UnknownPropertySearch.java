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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

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
 * Goes through all keys under {@code redsync} in an environment. Looks at the keys as
 * they are written, since Spring Boot drops letters that no key has. Not thread-safe.
 */
final class UnknownPropertySearch {

	private static final Log logger = LogFactory.getLog(UnknownPropertyCheck.class);

	/** System properties of redsync-test, and of tests in the build of Redsync. */
	private static final Set<String> TEST_GROUPS = Set.of("test", "simulation", "torture");

	private static final int MAX_EDITS_OF_VARIABLE = 2;

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
					"Correct each name, or remove the property. Redsync accepts no unknown property under 'redsync': "
							+ "give your own properties another prefix.");
		}
		if (!this.ignored.isEmpty()) {
			logger.warn("Environment variables " + this.ignored + " have no effect, since Redsync has no properties "
					+ "of these names; rename them if they are for something else");
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
	 * A variable that is not inside of a group, nor much like a right one, only gets a
	 * warning: it may belong to the image or the platform.
	 */
	private void check(SystemEnvironmentPropertySource source) {
		UnrelatedVariables foreign = new UnrelatedVariables(this.environment);
		for (String text : source.getPropertyNames()) {
			ConfigurationPropertyName name = PropertyKeys.nameOfVariable(text);
			if (!PropertyKeys.isOurs(name) || name.getNumberOfElements() == 1 || this.keys.isVariable(name)
					|| foreign.contains(text)) {
				continue;
			}
			UnknownProperty unknown = new UnknownProperty(source, text, name, true);
			if (this.keys.isGroup(name)) {
				if (hasValue(source.getProperty(text))) {
					this.faults.add(unknown.describeGroup(this.keys));
				}
			}
			else if (this.keys.isGroup(name.chop(2)) || unknown.nearest(this.keys).edits() <= MAX_EDITS_OF_VARIABLE) {
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
	 * An empty list or map of YAML leaves an empty value at the key of the group.
	 */
	private boolean hasValue(@Nullable Object value) {
		return !ObjectUtils.isEmpty(value) && !(value instanceof CharSequence text
				&& this.environment.resolvePlaceholders(text.toString()).isBlank());
	}

}
