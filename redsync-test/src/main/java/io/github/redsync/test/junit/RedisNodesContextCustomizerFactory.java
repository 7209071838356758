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

package io.github.redsync.test.junit;

import java.lang.reflect.Modifier;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;

/**
 * A factory of the customizer that sets {@code redsync.nodes} in the application context
 * of a test class with {@link RedisNodes}.
 */
class RedisNodesContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> attributes) {
		// The extension stores the servers under the class that this lookup finds
		Class<?> type = testClass;
		while (type != null && !AnnotationSupport.isAnnotated(type, RedisNodes.class)) {
			type = Modifier.isStatic(type.getModifiers()) ? null : type.getEnclosingClass();
		}
		return (type != null) ? new RedisNodesContextCustomizer(type) : null;
	}

}
