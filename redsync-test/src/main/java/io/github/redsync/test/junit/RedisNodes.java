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
 * Gives a test class real, independent Redis servers. They are started once for the class
 * and its nested classes, and closed after it. After each test every server is
 * {@linkplain RedisServer#heal() brought back} to running and to no data: paused servers
 * are resumed, killed ones started again at the same port.
 * <p>
 * Constructors, test methods and lifecycle methods may have a parameter of type
 * {@link RedisServers} or, if there is one server only, {@link RedisServer}.
 * <pre class="code">
 * &#064;RedisNodes(count = 3)
 * class OrderTests {
 *
 *     &#064;Test
 *     void survivesTheLossOfANode(RedisServers nodes) {
 *         nodes.get(0).kill();
 *         ...
 * </pre> A nested class that is annotated itself has servers of its own, while what it
 * shares with the enclosing class sees those of the latter. Tests that share servers must
 * not run in parallel. What a test changes by {@code CONFIG SET} stays.
 * <p>
 * In a test of Spring's TestContext Framework, such as a {@code @SpringBootTest}, the
 * servers are the {@code redsync.nodes} of the application. Its context belongs to the
 * class, as the servers do, and is closed before them.
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
