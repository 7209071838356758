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

import java.util.List;
import java.util.function.Consumer;

import io.github.redsync.Redsync;
import io.github.redsync.node.RedisNode;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DataRedisNodes}: the fallback to the server of
 * {@code spring.data.redis}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DataRedisNodesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RedsyncAutoConfiguration.class, DataRedisAutoConfiguration.class,
				SslAutoConfiguration.class));

	@Test
	void usesServerAndLogsIt(CapturedOutput output) {
		this.contextRunner.withPropertyValues("spring.data.redis.host=localhost", "spring.data.redis.port=1",
				"spring.data.redis.database=3", "spring.data.redis.username=me", "spring.data.redis.password=s3cret")
			.run((context) -> {
				assertThat(context.getBean(Redsync.class).nodes()).extracting(RedisNode::name)
					.containsExactly("localhost:1");
				RedisURI uri = node(context).getUri();
				RedisCredentials credentials = uri.getCredentialsProvider().resolveCredentials().block();
				assertThat(uri.getDatabase()).isEqualTo(3);
				assertThat(uri.isSsl()).isFalse();
				assertThat(credentials.getUsername()).isEqualTo("me");
				assertThat(credentials.getPassword()).containsExactly("s3cret".toCharArray());
			});
		assertThat(output)
			.containsOnlyOnce("locks use the single Redis server of 'spring.data.redis' and are only as available")
			.contains("INFO")
			.doesNotContain("s3cret");
	}

	@Test
	void usesUrl() {
		this.contextRunner.withPropertyValues("spring.data.redis.url=rediss://:s3cret@localhost:2/1")
			.run((context) -> assertThat(node(context).getUri())
				.extracting(RedisURI::getHost, RedisURI::getPort, RedisURI::getDatabase, RedisURI::isSsl)
				.containsExactly("localhost", 2, 1, true));
	}

	@Test
	void usesSslBundle() {
		this.contextRunner.withPropertyValues("spring.data.redis.host=localhost", "spring.data.redis.ssl.enabled=true")
			.run((context) -> {
				assertThat(node(context).getUri().isSsl()).isTrue();
				assertThat(node(context).getSslBundle()).isNotNull();
			});
	}

	@Test
	void usesMasterOfSentinels() {
		this.contextRunner
			.withPropertyValues("spring.data.redis.sentinel.master=main",
					"spring.data.redis.sentinel.nodes=127.0.0.1:1,127.0.0.1:2",
					"spring.data.redis.sentinel.password=other", "spring.data.redis.password=s3cret")
			.run((context) -> {
				RedisURI uri = node(context).getUri();
				assertThat(uri.getSentinelMasterId()).isEqualTo("main");
				assertThat(password(uri)).isEqualTo("s3cret");
				assertThat(uri.getSentinels()).extracting(RedisURI::getPort).containsExactly(1, 2);
				assertThat(uri.getSentinels()).extracting(DataRedisNodesTests::password).containsOnly("other");
			});
	}

	@Test
	void refusesCluster() {
		this.contextRunner.withPropertyValues("spring.data.redis.cluster.nodes=127.0.0.1:1,127.0.0.1:2")
			.run(failed((failure) -> {
				assertThat(failure.analysis().getDescription()).contains("'redsync.nodes'", "Redis Cluster");
				assertThat(failure.analysis().getAction()).contains("redsync.nodes[0].uri=redis://host:6379");
			}));
	}

	@Test
	void refusesMasterWithReplicas() {
		this.contextRunner.withPropertyValues("spring.data.redis.masterreplica.nodes=127.0.0.1:1,127.0.0.1:2")
			.run(failed((failure) -> assertThat(failure.analysis().getDescription())
				.contains("a replica is not an independent server")));
	}

	@Test
	void usesConnectionDetailsOfContainer() {
		DataRedisConnectionDetails container = new DataRedisConnectionDetails() {

			@Override
			public Standalone getStandalone() {
				return Standalone.of("127.0.0.1", 4);
			}

		};
		this.contextRunner.withBean(DataRedisConnectionDetails.class, () -> container)
			.run((context) -> assertThat(context.getBean(Redsync.class).nodes()).extracting(RedisNode::name)
				.containsExactly("127.0.0.1:4"));
	}

	@Test
	void doesNotUseImplicitDefault() {
		this.contextRunner
			.run(failed((failure) -> assertThat(failure).hasMessage("No Redis nodes are configured for Redsync.")));
	}

	@Test
	void configuredNodesTakePrecedence(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("spring.data.redis.host=localhost", "redsync.nodes[0].uri=redis://localhost:5")
			.run((context) -> assertThat(context.getBean(Redsync.class).nodes()).extracting(RedisNode::name)
				.containsExactly("localhost:5"));
		assertThat(output).doesNotContain("single Redis server");
	}

	@Test
	void doesNotRequireSpringDataRedis() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RedsyncAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.data.redis", "org.springframework.data"))
			.withPropertyValues("redsync.nodes[0].uri=redis://localhost:5", "spring.data.redis.host=localhost")
			.run((context) -> assertThat(context).hasSingleBean(Redsync.class).doesNotHaveBean(FallbackNodes.class));
	}

	private static RedsyncConnectionDetails.Node node(ApplicationContext context) {
		List<RedsyncConnectionDetails.Node> nodes = context.getBean(RedsyncConnectionDetails.class).getNodes();
		assertThat(nodes).hasSize(1);
		return nodes.get(0);
	}

	private static String password(RedisURI uri) {
		return String.valueOf(uri.getCredentialsProvider().resolveCredentials().block().getPassword());
	}

	private static ContextConsumer<AssertableApplicationContext> failed(Consumer<FailureAnalyzedException> check) {
		return (context) -> {
			assertThat(context).hasFailed();
			Throwable failure = context.getStartupFailure();
			while (failure != null && !(failure instanceof FailureAnalyzedException)) {
				failure = failure.getCause();
			}
			assertThat(failure).isNotNull();
			check.accept((FailureAnalyzedException) failure);
		};
	}

}
