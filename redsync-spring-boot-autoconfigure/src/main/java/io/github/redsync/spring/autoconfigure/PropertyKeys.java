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
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.ResolvableType;

/**
 * The keys under {@code redsync} that {@link ConfigurationProperties} classes bind. Found
 * by reflection, by the same rules as in Spring Boot.
 */
final class PropertyKeys {

	static final String ROOT = "redsync";

	private final Set<PropertyKey> keys = new LinkedHashSet<>();

	private final Set<Class<?>> open = new HashSet<>();

	/**
	 * Collect the keys under {@code redsync} of all beans, without instantiating the
	 * beans.
	 */
	static PropertyKeys of(ConfigurableListableBeanFactory beanFactory) {
		PropertyKeys keys = new PropertyKeys();
		for (String bean : beanFactory.getBeanDefinitionNames()) {
			ConfigurationProperties annotation = beanFactory.findAnnotationOnBean(bean, ConfigurationProperties.class,
					false);
			if (annotation != null && (annotation.prefix() + ".").startsWith(ROOT + ".")) {
				Class<?> type = beanFactory.getType(bean, false);
				keys.addBean(PropertyKey.of(annotation.prefix()), (type != null) ? type : Object.class);
			}
		}
		return keys;
	}

	/**
	 * Parse a key as Spring Boot does.
	 * @param text the key as written
	 */
	static ConfigurationPropertyName nameOf(String text) {
		try {
			return ConfigurationPropertyName.adapt(text, '.');
		}
		catch (RuntimeException ex) {
			// Unbalanced brackets
			return ConfigurationPropertyName.adapt(text.replaceAll("[\\[\\]]", ""), '.');
		}
	}

	/**
	 * Parse the name of an environment variable as Spring Boot does.
	 * @param text the name of the variable
	 */
	static ConfigurationPropertyName nameOfVariable(String text) {
		return nameOf(text.replaceAll("(?<=_)(\\d+)(?=_|$)", "[$1]").replace("_[", "[").replace('_', '.'));
	}

	static boolean isOurs(ConfigurationPropertyName name) {
		return !name.isEmpty() && name.getElement(0, Form.UNIFORM).equals(ROOT);
	}

	Set<PropertyKey> all() {
		return this.keys;
	}

	boolean isProperty(ConfigurationPropertyName name) {
		return this.keys.stream().anyMatch((key) -> key.matches(name));
	}

	boolean isVariable(ConfigurationPropertyName name) {
		return this.keys.stream().anyMatch((key) -> key.matches(name) || key.splitAtDashes().matches(name));
	}

	boolean isGroup(ConfigurationPropertyName name) {
		return this.keys.stream().anyMatch((key) -> key.isBelow(name));
	}

	private void add(PropertyKey key, ResolvableType type) {
		Class<?> raw = type.resolve(Object.class);
		if (Map.class.isAssignableFrom(raw)) {
			this.keys.add(key.append(PropertyKey.ANY));
		}
		else if (type.isArray() || Collection.class.isAssignableFrom(raw)) {
			ResolvableType element = type.isArray() ? type.getComponentType() : type.asCollection().getGeneric(0);
			if (isValue(element.resolve(Object.class))) {
				this.keys.add(key);
			}
			add(key.append(PropertyKey.INDEX), element);
		}
		else {
			if (isValue(raw)) {
				this.keys.add(key);
			}
			addBean(key, raw);
		}
	}

	private void addBean(PropertyKey key, Class<?> type) {
		if (type.getName().startsWith("java.") || type.isEnum() || !this.open.add(type)) {
			return;
		}
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
			Method getter = property.getReadMethod();
			PropertyKey child = key.append(DataObjectPropertyName.toDashedForm(property.getName()));
			if (property.getWriteMethod() != null) {
				add(child, ResolvableType.forMethodParameter(property.getWriteMethod(), 0));
			}
			else if (getter != null && (isFilled(getter.getReturnType()) || !isValue(getter.getReturnType()))) {
				add(child, ResolvableType.forMethodReturnType(getter));
			}
		}
		this.open.remove(type);
	}

	/**
	 * Return whether a property without a setter can be bound by adding elements.
	 */
	private static boolean isFilled(Class<?> type) {
		return Map.class.isAssignableFrom(type) || Collection.class.isAssignableFrom(type);
	}

	/**
	 * Return whether a single string can be bound. This is also possible for some classes
	 * with nested properties.
	 */
	private static boolean isValue(Class<?> type) {
		return ApplicationConversionService.getSharedInstance().canConvert(String.class, type);
	}

}
