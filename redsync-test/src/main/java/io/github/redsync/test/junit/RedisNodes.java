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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Provides a test class with real, independent Redis servers. They are started once for
 * the class and its nested classes, and closed after it. Every server is
 * {@linkplain RedisServer#heal() healed} after each test: paused servers are resumed,
 * killed ones are restarted at the same port, and all data is removed.
 * <p>
 * Constructors, test methods and lifecycle methods may have a parameter of type
 * {@link RedisServers} or, if there is only one server, {@link RedisServer}.
 * <pre class="code">
 * &#064;RedisNodes(count = 3)
 * class OrderTests {
 *
 *     &#064;Test
 *     void survivesLossOfNode(RedisServers nodes) {
 *         nodes.get(0).kill();
 *         ...
 * </pre> An annotated nested class has its own servers. Members that it inherits from the
 * enclosing class use the servers of that class. Tests that share servers must not run in
 * parallel. Changes by {@code CONFIG SET} are not undone after a test.
 * <p>
 * In a test with Spring's TestContext Framework, such as a {@code @SpringBootTest}, the
 * servers are the {@code redsync.nodes} of the application. Its context is not shared
 * with other classes, and is closed before the servers.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(RedisNodesExtension.class)
public @interface RedisNodes {

	/**
	 * Return the number of servers.
	 * @return the number, at least 1
	 */
	int count() default 3;

	/**
	 * Return further arguments of every {@code redis-server}, for example
	 * {@code "--maxmemory", "16mb"}.
	 * @return the arguments, as for
	 * {@link io.github.redsync.test.server.RedisServerBuilder#arguments(String...)}
	 */
	String[] arguments() default {};

}
