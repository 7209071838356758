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

package io.github.redsync.spring.autoconfigure.endpoint;

import java.util.List;
import java.util.Map;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import io.github.redsync.Lease;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncListener;
import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeResult;
import io.github.redsync.spring.autoconfigure.FakeNode;
import io.github.redsync.spring.autoconfigure.RedsyncAutoConfiguration;
import io.github.redsync.spring.autoconfigure.RedsyncBuilderCustomizer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.RequestPath;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link RedsyncEndpointAutoConfiguration} and its {@link RedsyncEndpoint}.
 */
class RedsyncEndpointAutoConfigurationTests {

	private final FakeNode first = new FakeNode("n1");

	private final FakeNode second = new FakeNode("n2");

	private final FakeNode third = new FakeNode("n3");

	private final ApplicationContextRunner hiddenRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(RedsyncEndpointAutoConfiguration.class, RedsyncAutoConfiguration.class))
		.withPropertyValues("redsync.owner=me")
		.withBean(RedsyncBuilderCustomizer.class,
				() -> (builder) -> builder.node(this.first).node(this.second).node(this.third));

	private final ApplicationContextRunner contextRunner = this.hiddenRunner
		.withPropertyValues("management.endpoints.web.exposure.include=redsync");

	@Test
	void isPresentOnlyIfExposed() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(RedsyncEndpoint.class));
		this.hiddenRunner.run((context) -> assertThat(context).doesNotHaveBean(RedsyncEndpoint.class)
			.doesNotHaveBean(LockTracker.class));
		this.contextRunner.withPropertyValues("management.endpoint.redsync.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(RedsyncEndpoint.class));
	}

	@Test
	void requiresActuator() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasSingleBean(Redsync.class).doesNotHaveBean(LockTracker.class));
	}

	@Test
	void backsOffForUserDefinedEndpoint() {
		this.contextRunner
			.withBean("own", RedsyncEndpoint.class, () -> new RedsyncEndpoint(Map.of(), null, new LockTracker()))
			.run((context) -> assertThat(context).hasSingleBean(RedsyncEndpoint.class).hasBean("own"));
	}

	@Test
	void showsLocksAndNodes() {
		this.contextRunner.run((context) -> {
			try (Lease lease = context.getBean(Redsync.class).newMutex("orders").lock()) {
				this.third.setUp(false);
				RedsyncDescriptor shown = context.getBean(RedsyncEndpoint.class).redsync(null);
				assertThat(shown.held()).extracting(RedsyncDescriptor.HeldLock::name).containsExactly("orders");
				assertThat(shown.waiting()).isEmpty();
				assertThat(shown.quorum()).isEqualTo(2);
				assertThat(shown.nodes()).containsExactly(new RedsyncDescriptor.Node("n1", true, null, null, null),
						new RedsyncDescriptor.Node("n2", true, null, null, null),
						new RedsyncDescriptor.Node("n3", false, "Connection refused", null, null));
				assertThat(shown.toString()).doesNotContain(lease.value());
			}
		});
	}

	@Test
	void showsLastFailureOfNode() {
		this.third.setUp(false);
		this.contextRunner.run((context) -> {
			context.getBean(Redsync.class).newMutex("orders").lock();
			RedsyncDescriptor.NodeFailure failure = context.getBean(RedsyncEndpoint.class)
				.redsync(null)
				.nodes()
				.get(2)
				.lastFailure();
			assertThat(failure.operation()).isEqualTo(NodeOperation.ACQUIRE);
			assertThat(failure.outcome()).isEqualTo(NodeResult.Outcome.ERROR);
		});
	}

	@Test
	void showsStateOfLockOnEachNode() {
		this.contextRunner.run((context) -> {
			RedsyncEndpoint endpoint = context.getBean(RedsyncEndpoint.class);
			try (Lease lease = context.getBean(Redsync.class).newMutex("orders/1").lock()) {
				LockDescriptor shown = endpoint.lock(new String[] { "orders", "1" }, null);
				assertThat(shown.name()).isEqualTo("orders/1");
				assertThat(shown.held()).isTrue();
				assertThat(shown.owner()).isEqualTo("me");
				assertThat(shown.timeLeft()).isPositive();
				assertThat(shown.here().until()).isEqualTo(lease.until());
				assertThat(shown.nodes()).hasSize(3)
					.allSatisfy((node) -> assertThat(node.outcome()).isEqualTo(NodeResult.Outcome.TAKEN));
				assertThat(shown.toString()).doesNotContain(lease.value());
			}
			LockDescriptor free = endpoint.lock(new String[] { "free" }, null);
			assertThat(free.held()).isFalse();
			assertThat(free.here()).isNull();
		});
	}

	@Test
	void refusesBlankName() {
		this.contextRunner.run((context) -> assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> context.getBean(RedsyncEndpoint.class).lock(new String[] { " " }, null))
			.satisfies((failure) -> assertThat(failure.getReason()).contains("Blank lock name")));
	}

	@Test
	void queriesNodesOfNamedBean() {
		Redsync other = Redsync.builder().node(new FakeNode("other")).build();
		this.contextRunner.withBean("main", Redsync.class, () -> Redsync.builder().node(new FakeNode("main")).build())
			.withBean("other", Redsync.class, () -> other)
			.run((context) -> {
				RedsyncEndpoint endpoint = context.getBean(RedsyncEndpoint.class);
				assertThat(endpoint.redsync(null).nodes()).extracting(RedsyncDescriptor.Node::name)
					.containsExactly("main");
				assertThat(endpoint.redsync("other").nodes()).extracting(RedsyncDescriptor.Node::name)
					.containsExactly("other");
				assertThat(endpoint.lock(new String[] { "orders" }, "other").nodes()).hasSize(1);
				assertThat(endpoint.redsync("unknown")).isNull();
				assertThat(endpoint.lock(new String[] { "orders" }, "unknown")).isNull();
			});
	}

	@Test
	void showsLocksOfNamedBean() {
		this.contextRunner.withBean("main", Redsync.class, () -> Redsync.builder().node(new FakeNode("main")).build())
			.withUserConfiguration(OtherConfiguration.class)
			.run((context) -> {
				RedsyncEndpoint endpoint = context.getBean(RedsyncEndpoint.class);
				try (Lease lease = context.getBean("other", Redsync.class).newMutex("orders").lock()) {
					assertThat(endpoint.redsync("main").held()).isEmpty();
					assertThat(endpoint.redsync("other").held()).hasSize(1);
					assertThat(endpoint.lock(new String[] { "orders" }, "main").here()).isNull();
					assertThat(endpoint.lock(new String[] { "orders" }, "other").here()).isNotNull();
				}
			});
	}

	@Test
	void acceptsAnyNameAsQueryParameter() {
		this.contextRunner.run((context) -> {
			RedsyncWebExtension web = context.getBean(RedsyncWebExtension.class);
			for (String name : List.of("/orders/1", "feed:https://example.com/x", "orders/")) {
				try (Lease lease = context.getBean(Redsync.class).newMutex(name).lock()) {
					LockDescriptor shown = (LockDescriptor) web.redsync(null, name);
					assertThat(shown.name()).isEqualTo(name);
					assertThat(shown.held()).isTrue();
				}
			}
			assertThat(web.redsync(null, null)).isInstanceOf(RedsyncDescriptor.class);
		});
	}

	@Test
	void usesExactPathOfSpringMvcRequest() {
		RequestAttributes request = mock(RequestAttributes.class);
		given(request.getAttribute("org.springframework.web.servlet.HandlerMapping.bestMatchingPattern",
				RequestAttributes.SCOPE_REQUEST))
			.willReturn("/actuator/redsync/**");
		given(request.getAttribute("org.springframework.web.util.ServletRequestPathUtils.PATH",
				RequestAttributes.SCOPE_REQUEST))
			.willReturn(RequestPath.parse("/actuator/redsync/feed:https://example.com/%78", null));
		RequestContextHolder.setRequestAttributes(request);
		this.contextRunner.run((context) -> {
			RedsyncWebExtension web = context.getBean(RedsyncWebExtension.class);
			assertThat(web.lock(new String[] { "feed:https:", "example.com", "x" }, null).name())
				.isEqualTo("feed:https://example.com/x");
			assertThat(web.lock(new String[] { "another", "request" }, null).name()).isEqualTo("another/request");
		});
		RequestContextHolder.resetRequestAttributes();
		this.contextRunner.run((context) -> assertThat(
				context.getBean(RedsyncWebExtension.class).lock(new String[] { "a", "b" }, null).name())
			.isEqualTo("a/b"));
	}

	@Test
	void acceptsNameWithCommasOverJmx() throws Exception {
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(JmxAutoConfiguration.class, EndpointAutoConfiguration.class,
					JmxEndpointAutoConfiguration.class))
			.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=redsync",
					"management.endpoints.jmx.domain=redsync.test")
			.run((context) -> {
				MBeanServer server = context.getBean(MBeanServer.class);
				ObjectName endpoint = new ObjectName("redsync.test:type=Endpoint,name=Redsync");
				try (Lease lease = context.getBean(Redsync.class).newMutex("a,b").lock()) {
					Object shown = server.invoke(endpoint, "lock", new Object[] { "a,b", null },
							new String[] { String.class.getName(), String.class.getName() });
					assertThat(shown).asString().contains("a,b").contains("held=true");
				}
			});
	}

	@Test
	void refusesInvalidName() {
		this.contextRunner.run((context) -> assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> context.getBean(RedsyncEndpoint.class).lock(new String[] { "orders:fence" }, null)));
	}

	@Configuration(proxyBeanMethods = false)
	static class OtherConfiguration {

		@Bean
		Redsync other(ObjectProvider<RedsyncListener> listeners) {
			Redsync.Builder builder = Redsync.builder().node(new FakeNode("other"));
			listeners.orderedStream().forEach(builder::listener);
			return builder.build();
		}

	}

}
