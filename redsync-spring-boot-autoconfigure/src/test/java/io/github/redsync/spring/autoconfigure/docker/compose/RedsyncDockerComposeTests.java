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

package io.github.redsync.spring.autoconfigure.docker.compose;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.redsync.Redsync;
import io.github.redsync.node.RedisNode;
import io.github.redsync.spring.autoconfigure.RedsyncAutoConfiguration;
import io.github.redsync.spring.autoconfigure.RedsyncConnectionDetails;
import org.junit.jupiter.api.Test;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.lifecycle.DockerComposeServicesReadyEvent;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for nodes of running Docker Compose services.
 */
class RedsyncDockerComposeTests {

	private static final String LISTENER = "org.springframework.boot.docker.compose.service.connection."
			+ "DockerComposeServiceConnectionsApplicationListener";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RedsyncAutoConfiguration.class));

	@Test
	void createsNodeForEachRedisService() {
		run(service("redis-1", "redis:7-alpine", 20001), service("redis-2", "redis/redis-stack-server", 20002),
				service("web", "nginx:1", 20003), service("redis-3", "redis:7-alpine", 20004))
			.run((context) -> {
				assertThat(nodes(context)).containsExactly("redis-1", "redis-2", "redis-3");
				assertThat(context.getBean(RedsyncConnectionDetails.class).getNodes())
					.extracting((node) -> node.getUri().getHost() + ":" + node.getUri().getPort())
					.containsExactly("127.0.0.1:20001", "127.0.0.1:20002", "127.0.0.1:20004");
			});
	}

	@Test
	void ignoresServiceWithIgnoreLabel() {
		RunningService cache = service("cache", "redis", 20001);
		given(cache.labels()).willReturn(Map.of("io.github.redsync.ignore", "true"));
		run(cache, service("redis-1", "redis", 20002))
			.run((context) -> assertThat(nodes(context)).containsExactly("redis-1"));
	}

	@Test
	void usesServiceWithConnectionLabel() {
		RunningService own = service("locks", "registry.example.org/our-redis:1", 20001);
		given(own.labels()).willReturn(Map.of("org.springframework.boot.service-connection", "redis"));
		run(own).run((context) -> assertThat(nodes(context)).containsExactly("locks"));
	}

	@Test
	void servicesReplaceProperties() {
		run(service("redis-1", "redis", 20001)).withPropertyValues("redsync.nodes[0].uri=redis://localhost:1")
			.run((context) -> assertThat(nodes(context)).containsExactly("redis-1"));
		run(service("web", "nginx:1", 20001)).withPropertyValues("redsync.nodes[0].uri=redis://localhost:1")
			.run((context) -> assertThat(nodes(context)).containsExactly("localhost:1"));
	}

	@Test
	void userDefinedConnectionDetailsReplaceServices() {
		run(service("redis-1", "redis", 20001))
			.withBean(RedsyncConnectionDetails.class, () -> RedsyncConnectionDetails.of(List.of("redis://localhost:2")))
			.run((context) -> assertThat(nodes(context)).containsExactly("localhost:2"));
	}

	private static List<String> nodes(ApplicationContext context) {
		return context.getBean(Redsync.class).nodes().stream().map(RedisNode::name).toList();
	}

	private ApplicationContextRunner run(RunningService... services) {
		return this.contextRunner.withInitializer((context) -> ready(context, services));
	}

	/**
	 * Notify the listener of Spring Boot that the services are up.
	 */
	@SuppressWarnings("unchecked")
	private static void ready(ConfigurableApplicationContext context, RunningService... services) {
		try {
			ApplicationListener<DockerComposeServicesReadyEvent> listener = (ApplicationListener<DockerComposeServicesReadyEvent>) BeanUtils
				.instantiateClass(ClassUtils.forName(LISTENER, null).getDeclaredConstructor());
			listener.onApplicationEvent(BeanUtils.instantiateClass(
					DockerComposeServicesReadyEvent.class.getDeclaredConstructor(ApplicationContext.class, List.class),
					context, Arrays.asList(services)));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static RunningService service(String name, String image, int port) {
		ConnectionPorts ports = mock(ConnectionPorts.class);
		given(ports.get(6379)).willReturn(port);
		RunningService service = mock(RunningService.class);
		given(service.name()).willReturn(name);
		given(service.image()).willReturn(ImageReference.of(image));
		given(service.host()).willReturn("127.0.0.1");
		given(service.ports()).willReturn(ports);
		given(service.labels()).willReturn(Map.of());
		return service;
	}

}
