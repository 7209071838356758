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
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.PropertySource;

/**
 * An unknown key under {@code redsync}, and its report. The report contains neither
 * values nor parts of a key that may be a value.
 */
final class UnknownProperty {

	private static final Pattern NO_KEY = Pattern.compile("[^A-Za-z0-9_.\\[\\]-]");

	private static final int MAX_LENGTH = 120;

	private final PropertySource<?> source;

	private final String text;

	private final ConfigurationPropertyName name;

	private final boolean variable;

	/**
	 * Create an unknown property.
	 * @param source the source of the key
	 * @param text the key as written
	 * @param name the key as parsed by Spring Boot
	 * @param variable whether it is an environment variable
	 */
	UnknownProperty(PropertySource<?> source, String text, ConfigurationPropertyName name, boolean variable) {
		this.source = source;
		this.text = text;
		this.name = name;
		this.variable = variable;
	}

	String describe(PropertyKeys keys) {
		return (this.variable ? "Unknown environment variable '" : "Unknown property '") + shownText(keys) + "'"
				+ location() + ": did you mean '" + toText(nearest(keys).key()) + "'?";
	}

	String describeGroup(PropertyKeys keys) {
		List<PropertyKey> children = keys.all().stream().filter((key) -> key.isBelow(this.name)).toList();
		return (this.variable ? "Environment variable '" : "Property '") + shownText(keys) + "'" + location()
				+ " is a group and has no value: did you mean '"
				+ toText(NearestKey.of(this.text, "", indexes(), children).key()) + "'?";
	}

	NearestKey nearest(PropertyKeys keys) {
		return NearestKey.of(this.text, this.name.getLastElement(Form.UNIFORM), indexes(), keys.all());
	}

	private String toText(PropertyKey key) {
		return this.variable ? key.toVariable(indexes()) : key.toProperty(indexes());
	}

	/**
	 * Return the key, truncated where a secret may begin, as in "redsync.nodes[0].uri
	 * redis://…" or after the name of a password.
	 */
	private String shownText(PropertyKeys keys) {
		for (int i = 2; i < this.name.getNumberOfElements(); i++) {
			ConfigurationPropertyName start = this.name.chop(i);
			if (NodeBindFailure.isNode(start) && keys.isProperty(start)) {
				String[] words = this.text.split("_");
				return (this.variable ? String.join("_", Arrays.copyOf(words, i)) : start.toString()) + "…";
			}
		}
		Matcher end = NO_KEY.matcher(this.text);
		int length = Math.min(end.find() ? end.start() : this.text.length(), MAX_LENGTH);
		return this.text.substring(0, length) + ((length < this.text.length()) ? "…" : "");
	}

	private List<String> indexes() {
		List<String> indexes = new ArrayList<>();
		for (int i = 0; i < this.name.getNumberOfElements(); i++) {
			if (this.name.isNumericIndex(i)) {
				indexes.add(this.name.getElement(i, Form.ORIGINAL));
			}
		}
		return indexes;
	}

	private String location() {
		Origin origin = origin();
		// An origin without a location only repeats the key
		return (origin != null) ? " (" + origin + ")" : " (property source '" + this.source.getName() + "')";
	}

	private @Nullable Origin origin() {
		Origin origin = PropertySourceOrigin.get(this.source, this.text);
		return (origin instanceof PropertySourceOrigin known) ? known.getOrigin() : null;
	}

}
