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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The extension of {@link RedisNodes}. The servers are in the store of the annotated
 * class, which closes them.
 */
final class RedisNodesExtension
		implements BeforeAllCallback, TestInstancePreConstructCallback, AfterEachCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(RedisNodesExtension.class);

	/** The same servers by class, for the context customizer. */
	private static final Map<Class<?>, RedisServers> RUNNING = new ConcurrentHashMap<>();

	static RedisServers running(Class<?> annotated) {
		RedisServers servers = RUNNING.get(annotated);
		if (servers == null) {
			throw new IllegalStateException("The servers of @RedisNodes on " + annotated.getName()
					+ " exist only while JUnit Jupiter runs that class");
		}
		return servers;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		servers(context, annotated(context).findFirst().orElseThrow());
	}

	// Use the test for which an enclosing instance is created, as Spring's extension does
	@Override
	public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
		return ExtensionContextScope.TEST_METHOD;
	}

	// With one instance per class, other extensions need the servers before the instance
	@Override
	public void preConstructTestInstance(TestInstanceFactoryContext factoryContext, ExtensionContext context) {
		beforeAll(context);
	}

	// After each test instead of before, so that the next constructor finds healed
	// servers
	@Override
	public void afterEach(ExtensionContext context) {
		annotated(context).forEach((testClass) -> servers(context, testClass).heal());
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return type == RedisServers.class || type == RedisServer.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> user = parameter.getDeclaringExecutable().getDeclaringClass();
		// Members of the enclosing class get the servers of that class
		RedisServers servers = servers(context,
				annotated(context, (testClass) -> user.isAssignableFrom(testClass)).findFirst().orElseThrow());
		if (parameter.getParameter().getType() == RedisServers.class) {
			return servers;
		}
		if (servers.size() > 1) {
			throw new ParameterResolutionException("@RedisNodes provides " + servers.size()
					+ " servers: use a parameter of type " + RedisServers.class.getName());
		}
		return servers.get(0);
	}

	private static RedisServers servers(ExtensionContext context, Class<?> annotated) {
		RedisNodes nodes = AnnotationSupport.findAnnotation(annotated, RedisNodes.class).orElseThrow();
		return context.getStore(NAMESPACE)
			.computeIfAbsent(annotated, (key) -> new Running(annotated, nodes), Running.class)
			.servers();
	}

	private static Stream<Class<?>> annotated(ExtensionContext context) {
		return annotated(context, (testClass) -> true);
	}

	private static Stream<Class<?>> annotated(ExtensionContext context, Predicate<Class<?>> from) {
		List<Class<?>> classes = new ArrayList<>(context.getEnclosingTestClasses());
		classes.add(context.getRequiredTestClass());
		Collections.reverse(classes);
		return classes.stream()
			.dropWhile(from.negate())
			.filter((testClass) -> AnnotationSupport.isAnnotated(testClass, RedisNodes.class));
	}

	private record Running(Class<?> annotated, RedisServers servers) implements AutoCloseable {

		private Running(Class<?> annotated, RedisNodes nodes) {
			this(annotated, RedisServers.start(nodes.count(), (builder) -> builder.arguments(nodes.arguments())));
			RUNNING.put(annotated, this.servers);
		}

		@Override
		public void close() {
			RUNNING.remove(this.annotated);
			this.servers.close();
		}

	}

}
