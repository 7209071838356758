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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.redsync.Lease;
import io.github.redsync.LockOptions;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncListener;
import io.github.redsync.RestartProtection;
import io.github.redsync.node.RedisNode;
import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedsyncAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedsyncAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RedsyncAutoConfiguration.class));

	private final ApplicationContextRunner fakeRunner = this.contextRunner
		.withUserConfiguration(FakeNodesConfiguration.class);

	@Test
	void connectsToConfiguredNodes() {
		// Nothing listens on these ports, which must neither fail nor delay the start
		this.contextRunner
			.withPropertyValues("redsync.nodes[0].uri=redis://localhost:1", "redsync.nodes[1].host=localhost",
					"redsync.nodes[1].port=2", "redsync.nodes[2].uri=redis://localhost:3",
					"redsync.nodes[2].name=third")
			.run((context) -> {
				Redsync redsync = context.getBean(Redsync.class);
				assertThat(redsync.nodes()).extracting(RedisNode::name)
					.containsExactly("localhost:1", "localhost:2", "third");
				assertThat(redsync.nodes()).noneMatch(RedisNode::isUp);
				assertThat(redsync.quorum()).isEqualTo(2);
			});
	}

	@Test
	void publishesNoBeansOfDriver() {
		this.contextRunner.withPropertyValues("redsync.nodes[0].uri=redis://localhost:1")
			.run((context) -> assertThat(context).doesNotHaveBean(ClientResources.class)
				.doesNotHaveBean(RedisClient.class)
				.doesNotHaveBean(RedisNode.class));
	}

	@Test
	void backsOffForUserDefinedRedsync() {
		Redsync own = Redsync.builder().node(new FakeNode("own")).build();
		this.contextRunner.withBean(Redsync.class, () -> own).run((context) -> {
			assertThat(context).getBean(Redsync.class).isSameAs(own);
			assertThat(context).doesNotHaveBean(RedsyncConnections.class);
		});
	}

	@Test
	void userDefinedConnectionDetailsReplaceProperties() {
		this.contextRunner
			.withBean(RedsyncConnectionDetails.class, () -> RedsyncConnectionDetails.of(List.of("redis://localhost:4")))
			.withPropertyValues("redsync.nodes[0].uri=redis://localhost:1")
			.run((context) -> {
				assertThat(context).hasSingleBean(RedsyncConnectionDetails.class);
				assertThat(context.getBean(Redsync.class).nodes()).extracting(RedisNode::name)
					.containsExactly("localhost:4");
			});
	}

	@Test
	void appliesKeyPrefixAndOwner() {
		this.fakeRunner.withPropertyValues("redsync.key-prefix=shop:", "redsync.owner=me").run((context) -> {
			try (Lease lease = context.getBean(Redsync.class).newMutex("orders").lock()) {
				assertThat(fakeNode(context).keys()).containsOnlyKeys("shop:orders");
				assertThat(lease.value()).endsWith("@me");
			}
		});
	}

	@Test
	void defaultOwnerIsApplicationHostAndProcess() {
		String process = ":" + ProcessHandle.current().pid();
		this.fakeRunner.withPropertyValues("spring.application.name=shop")
			.run((context) -> assertThat(lockedValue(context)).contains("@shop@").endsWith(process));
		this.fakeRunner.run((context) -> assertThat(lockedValue(context)).containsOnlyOnce("@").endsWith(process));
	}

	@Test
	void emptyOwnerIsNotReported() {
		this.fakeRunner.withPropertyValues("spring.application.name=shop", "redsync.owner=")
			.run((context) -> assertThat(lockedValue(context)).doesNotContain("@"));
	}

	@Test
	void appliesRestartProtection() {
		List<Object> protections = new ArrayList<>();
		RedsyncBuilderCustomizer spy = (builder) -> protections
			.add(ReflectionTestUtils.getField(builder, "protection"));
		ApplicationContextRunner runner = this.fakeRunner.withBean("spy", RedsyncBuilderCustomizer.class, () -> spy);
		runner.run((context) -> assertThat(context).hasNotFailed());
		runner.withPropertyValues("redsync.restart-protection=strict")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(protections).containsExactly(RestartProtection.OBSERVED, RestartProtection.STRICT);
	}

	@Test
	void appliesLockDefaults() {
		this.fakeRunner.withPropertyValues("redsync.lock.tries=7")
			.run((context) -> assertThat(context.getBean(Redsync.class).defaults().tries()).isEqualTo(7));
	}

	@Test
	void callsCustomizersInOrderAfterProperties() {
		this.fakeRunner.withPropertyValues("redsync.lock.tries=7")
			.withUserConfiguration(CustomizersConfiguration.class)
			.run((context) -> assertThat(context.getBean(Redsync.class).defaults().tries()).isEqualTo(2));
	}

	@Test
	void callsNodeCustomizersForEachNode() {
		LettuceNodeOptionsCustomizer customizer = (node, options) -> options.name("node-" + node.getUri().getPort());
		this.contextRunner.withBean(LettuceNodeOptionsCustomizer.class, () -> customizer)
			.withPropertyValues("redsync.nodes[0].uri=redis://localhost:1", "redsync.nodes[1].uri=redis://localhost:2")
			.run((context) -> assertThat(context.getBean(Redsync.class).nodes()).extracting(RedisNode::name)
				.containsExactly("node-1", "node-2"));
	}

	@Test
	void notifiesListeners() {
		List<String> locked = new ArrayList<>();
		RedsyncListener listener = new RedsyncListener() {

			@Override
			public void onGranted(Mutex mutex, Lease lease) {
				locked.add(mutex.name());
			}

		};
		this.fakeRunner.withBean(RedsyncListener.class, () -> listener).run((context) -> {
			lockedValue(context);
			assertThat(locked).containsExactly("orders");
		});
	}

	@Test
	void closesLocksWithContext() {
		FakeNode[] node = new FakeNode[1];
		this.fakeRunner.run((context) -> node[0] = fakeNode(context));
		assertThat(node[0].isClosed()).isTrue();
	}

	@Test
	void closesLocksBeforeThreadsOfDriver() {
		RedsyncConnections[] connections = new RedsyncConnections[1];
		this.contextRunner.withPropertyValues("redsync.nodes[0].uri=redis://localhost:1").run((context) -> {
			connections[0] = context.getBean(RedsyncConnections.class);
			assertThat(context.getSourceApplicationContext().getBeanFactory().getDependentBeans("redsyncConnections"))
				.containsExactly("redsync");
		});
		Object driver = ReflectionTestUtils.getField(connections[0], "driver");
		ClientResources resources = (ClientResources) ReflectionTestUtils.getField(driver, "resources");
		assertThat(resources.eventExecutorGroup().isShutdown()).isTrue();
	}

	@Test
	void appliesQuorumWaitTimeAndStrictFencing() {
		this.fakeRunner.withPropertyValues("redsync.lock.quorum-wait-time=5s", "redsync.fencing.strict=true")
			.run((context) -> {
				LockOptions defaults = context.getBean(Redsync.class).defaults();
				assertThat(defaults.quorumWaitTime()).isEqualTo(Duration.ofSeconds(5));
				assertThat(defaults.fencingStrict()).isTrue();
			});
		this.fakeRunner.run((context) -> {
			LockOptions defaults = context.getBean(Redsync.class).defaults();
			assertThat(defaults.quorumWaitTime()).isEqualTo(Duration.ofSeconds(2));
			assertThat(defaults.fencingStrict()).isFalse();
		});
	}

	@Test
	void warnsOnceAboutEvenNumberOfNodes(CapturedOutput output) {
		this.fakeRunner
			.withBean("fourth", RedsyncBuilderCustomizer.class, () -> (builder) -> builder.node(new FakeNode("n4")))
			.run((context) -> assertThat(output).contains("WARN")
				.containsOnlyOnce("4 nodes tolerate no more failures than 3 would: use an odd number of nodes"));
	}

	@Test
	void doesNotWarnAboutOddNumberOfNodes(CapturedOutput output) {
		this.fakeRunner.run((context) -> assertThat(output).doesNotContain("use an odd number"));
	}

	@Test
	void failsWithoutNodes() {
		this.contextRunner.run(failed((failure) -> {
			assertThat(failure).hasMessage("No Redis nodes are configured for Redsync.");
			assertThat(failure.analysis().getAction()).contains("redsync.nodes[0].uri=redis://host:6379")
				.contains("RedsyncConnectionDetails");
		}));
	}

	@Test
	void failsForDuplicateNodeName() {
		this.contextRunner
			.withPropertyValues("redsync.nodes[0].uri=redis://localhost:1", "redsync.nodes[0].name=n1",
					"redsync.nodes[1].uri=redis://localhost:2", "redsync.nodes[1].name=n1")
			.run(failed((failure) -> {
				assertThat(failure).hasMessageContaining("Two nodes have the name 'n1'");
				assertThat(failure.analysis().getAction()).contains("redsync.nodes[*].name");
			}));
	}

	@Test
	void failsForDuplicateNodeNameFromCustomizer() {
		this.fakeRunner
			.withBean("twin", RedsyncBuilderCustomizer.class, () -> (builder) -> builder.node(new FakeNode("n1")))
			.run(failed((failure) -> assertThat(failure).hasMessageContaining("Two nodes have the name 'n1'")));
	}

	private static ContextConsumer<AssertableApplicationContext> failed(Consumer<FailureAnalyzedException> assertions) {
		return (context) -> {
			Throwable failure = context.getStartupFailure();
			while (failure != null && !(failure instanceof FailureAnalyzedException)) {
				failure = failure.getCause();
			}
			assertThat(failure).isNotNull();
			assertions.accept((FailureAnalyzedException) failure);
		};
	}

	private static FakeNode fakeNode(AssertableApplicationContext context) {
		return (FakeNode) context.getBean(Redsync.class).nodes().get(0);
	}

	private static String lockedValue(AssertableApplicationContext context) {
		try (Lease lease = context.getBean(Redsync.class).newMutex("orders").lock()) {
			return lease.value();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class FakeNodesConfiguration {

		@Bean
		RedsyncBuilderCustomizer fakeNodes() {
			return (builder) -> builder.node(new FakeNode("n1")).node(new FakeNode("n2")).node(new FakeNode("n3"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizersConfiguration {

		@Bean
		@Order(2)
		RedsyncBuilderCustomizer second() {
			return (builder) -> builder.defaults(LockOptions.builder().tries(2).build());
		}

		@Bean
		@Order(1)
		RedsyncBuilderCustomizer first() {
			return (builder) -> builder.defaults(LockOptions.builder().tries(1).build());
		}

	}

}
