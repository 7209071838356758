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

import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the table in {@code docs/configuration.md} equal to the properties of the code:
 * names, types and defaults.
 */
class ConfigurationReferenceTests {

	private static final Path REFERENCE = Path.of("..", "docs", "configuration.md");

	private static final Pattern ROW = Pattern
		.compile("\\| `((?:redsync|management)[^`]*)` \\| `([A-Za-z]+)` \\| ([^|]*) \\| ([^|]*\\S) \\|");

	@Test
	void describesEveryProperty() throws IOException {
		Map<String, String> documented = new TreeMap<>();
		for (String line : Files.readAllLines(REFERENCE)) {
			Matcher row = ROW.matcher(line);
			if (row.matches()) {
				// A default in words is not compared
				String preset = row.group(3).startsWith("`") ? row.group(3).replace("`", "") : "";
				documented.put(row.group(1), row.group(2) + " " + preset);
			}
			else {
				assertThat(line).doesNotStartWith("| `redsync");
			}
		}
		assertThat(documented).containsExactlyInAnyOrderEntriesOf(properties());
	}

	@Test
	void completesEveryProperty() throws IOException {
		assertThat(metadata()).allSatisfy((property) -> assertThat(property.get("description")).asString()
			.as("%s", property.get("name"))
			.matches("(?!The |A )[A-Z].*\\."));
		assertThat(metadata()).filteredOn((property) -> property.get("type").equals("java.lang.Boolean"))
			.isNotEmpty()
			.allSatisfy((property) -> assertThat(property.get("description")).asString().startsWith("Whether "));
	}

	private static Map<String, String> properties() throws IOException {
		Map<String, String> properties = new TreeMap<>();
		for (Map<String, Object> property : metadata()) {
			String name = (String) property.get("name");
			if (!name.equals("redsync.nodes")) {
				String type = (String) property.get("type");
				properties.put(name, ClassUtils.getShortName(type) + " " + preset(property.get("defaultValue")));
			}
		}
		// The metadata does not contain the elements of a list
		addNested("redsync.nodes[*]", new RedsyncProperties.Node(), properties);
		return properties;
	}

	private static void addNested(String prefix, Object bean, Map<String, String> properties) {
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(bean.getClass())) {
			String name = prefix + "." + DataObjectPropertyName.toDashedForm(property.getName());
			Object value = new BeanWrapperImpl(bean).getPropertyValue(property.getName());
			if (property.getWriteMethod() != null) {
				Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(property.getPropertyType());
				properties.put(name, type.getSimpleName() + " " + preset(value));
			}
			else if (!property.getName().equals("class")) {
				addNested(name, value, properties);
			}
		}
	}

	private static String preset(Object value) {
		if (value == null || value.equals("")) {
			return "";
		}
		if (value instanceof Duration duration) {
			return DurationStyle.SIMPLE.print(duration, ChronoUnit.SECONDS);
		}
		return value.toString();
	}

	private static List<Map<String, Object>> metadata() throws IOException {
		try (InputStream json = RedsyncProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonPath.read(json, "$.properties[*]");
		}
	}

}
