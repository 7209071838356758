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
import java.util.Locale;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * The name of a property, with a wildcard in place of each index, as in
 * {@code redsync.nodes[*].uri}.
 *
 * @param elements the elements in dashed form, {@link #INDEX} and {@link #ANY}
 */
record PropertyKey(List<String> elements) {

	/** Stands for the index of a list. */
	static final String INDEX = "[*]";

	/** Stands for the keys of a map, as the last element. */
	static final String ANY = "**";

	PropertyKey(List<String> elements) {
		this.elements = List.copyOf(elements);
	}

	static PropertyKey of(String prefix) {
		return new PropertyKey(Arrays.asList(prefix.split("\\.")));
	}

	PropertyKey append(String element) {
		return new PropertyKey(Stream.concat(this.elements.stream(), Stream.of(element)).toList());
	}

	/**
	 * Return this key as Spring Boot reads it from an environment variable with an
	 * underscore for each dash.
	 */
	PropertyKey splitAtDashes() {
		return new PropertyKey(this.elements.stream().flatMap((element) -> Arrays.stream(element.split("-"))).toList());
	}

	boolean matches(ConfigurationPropertyName name) {
		int size = name.getNumberOfElements();
		boolean open = this.elements.get(this.elements.size() - 1).equals(ANY);
		return (open ? size >= this.elements.size() : size == this.elements.size()) && startsLike(name, size);
	}

	/**
	 * Return whether this key is nested in the property group of the given name.
	 */
	boolean isBelow(ConfigurationPropertyName name) {
		int size = name.getNumberOfElements();
		return size < this.elements.size() && startsLike(name, size);
	}

	private boolean startsLike(ConfigurationPropertyName name, int size) {
		for (int i = 0; i < size && !this.elements.get(i).equals(ANY); i++) {
			String element = this.elements.get(i);
			boolean same = element.equals(INDEX) ? name.isNumericIndex(i)
					: !isIndexed(name, i) && element.replace("-", "").equals(name.getElement(i, Form.UNIFORM));
			if (!same) {
				return false;
			}
		}
		return true;
	}

	static boolean isIndexed(ConfigurationPropertyName name, int element) {
		return name.chop(element + 1).isLastElementIndexed();
	}

	String lastElement() {
		return this.elements.get(this.elements.size() - 1);
	}

	/**
	 * Return this key as a property name.
	 * @param indexes the indexes that replace the wildcards; missing ones are 0
	 */
	String toProperty(List<String> indexes) {
		StringBuilder text = new StringBuilder();
		for (String element : withIndexes(indexes, "[", "]")) {
			text.append((text.isEmpty() || element.startsWith("[")) ? "" : ".").append(element);
		}
		return text.toString();
	}

	/**
	 * Return this key as the name of an environment variable.
	 * @param indexes the indexes that replace the wildcards; missing ones are 0
	 */
	String toVariable(List<String> indexes) {
		return String.join("_", withIndexes(indexes, "", "")).replace("-", "").toUpperCase(Locale.ROOT);
	}

	private List<String> withIndexes(List<String> indexes, String open, String close) {
		List<String> texts = new ArrayList<>();
		int used = 0;
		for (String element : this.elements) {
			if (element.equals(INDEX)) {
				texts.add(open + ((used < indexes.size()) ? indexes.get(used) : "0") + close);
				used++;
			}
			else if (!element.equals(ANY)) {
				texts.add(element);
			}
		}
		return texts;
	}

}
