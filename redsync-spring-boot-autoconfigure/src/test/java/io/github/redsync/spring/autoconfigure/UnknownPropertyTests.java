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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.test.util.TestPropertyValues.Type;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests that unknown keys under {@code redsync} fail the start, in any property source.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnknownPropertyTests {

	private static final String NODE = "redsync.nodes[0].uri=redis://localhost:1";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RedsyncAutoConfiguration.class, SslAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource({ "redsync.nodes[0].ssl.enable, redsync.nodes[0].ssl.enabled",
			"redsync.nodes[0].tls.enabled, redsync.nodes[0].ssl.enabled",
			"redsync.nodes[0].pasword, redsync.nodes[0].password", "redsync.nodes[0].uri.value, redsync.nodes[0].uri",
			"redsync.nodes[0].ssl[0].enabled, redsync.nodes[0].ssl.enabled",
			"redsync.node[0].uri, redsync.nodes[0].uri", "redsync.nodes.uri, redsync.nodes[0].uri",
			"redsync.nodes.0.uri, redsync.nodes[0].uri", "redsync.nodes[0.uri, redsync.nodes[0].uri",
			"redsync.nodes[a].uri, redsync.nodes[0].uri", "redsync[nodes][0].uri, redsync.nodes[0].uri",
			"redsync.nodes[0][uri], redsync.nodes[0].uri", "redsync.nodes[1].url, redsync.nodes[1].uri",
			"redsync.lock.expire, redsync.lock.expiry", "redsync.lock.waittimes, redsync.lock.wait-time",
			"redsync.lock.retry-delay.mn, redsync.lock.retry-delay.min",
			"redsync.lock.expiry.seconds, redsync.lock.expiry", "redsync.expiry, redsync.lock.expiry",
			"redsync.lock.strict, redsync.fencing.strict", "redsync.lock.fencing.strict, redsync.fencing.strict",
			"redsync.lock.timeout, redsync.lock.timeout-factor", "redsync.keyprefx, redsync.key-prefix",
			"redsync.restartprotectoin, redsync.restart-protection", "redsync.metrics.enabled, redsync.enabled" })
	void unknownKeyFailsStart(String unknown, String nearest) {
		this.contextRunner.withPropertyValues(NODE, unknown + "=s3cret")
			.run((context) -> assertThat(failure(context.getStartupFailure())).hasMessage(
					"Unknown property '%s' (property source 'test'): did you mean '%s'?", shown(unknown), nearest));
	}

	@ParameterizedTest
	@ValueSource(strings = { "redsync.nodes[0].pool-size=2", "redsync.nodes[0].poolSize=2",
			"redsync.nodes[0].pool_size=2", "redsync.nodes[0].POOL-SIZE=2", "RedSync.Nodes[0].PoolSize=2",
			"redsync.lock.quorumWaitTime=3s", "redsync.lock.retry-delay=100ms", "redsync.lock.retry-delay.min=10ms",
			"redsync=", "redsyncs.lock=1", "redsync-lock.expirie=1", "my.redsync.lock=1" })
	void everyFormOfKnownKeyIsAccepted(String property) {
		this.contextRunner.withPropertyValues(NODE, property).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void everyDocumentedPropertyIsAccepted() throws IOException {
		String reference = Files.readString(Path.of("..", "docs", "configuration.md"));
		PropertyKeys[] keys = new PropertyKeys[1];
		this.contextRunner.withPropertyValues(NODE)
			.run((context) -> keys[0] = PropertyKeys.of(context.getSourceApplicationContext().getBeanFactory()));
		assertThat(keys[0].all()).extracting((key) -> key.toProperty(List.of("*")))
			.hasSizeGreaterThan(25)
			.allSatisfy((key) -> assertThat(reference).contains("| `" + key + "` |"));
		assertThat(reference.lines()
			.filter((line) -> line.startsWith("| `redsync."))
			.map((line) -> line.substring(3, line.indexOf('`', 3)))).containsExactlyInAnyOrderElementsOf(
					keys[0].all().stream().map((key) -> key.toProperty(List.of("*"))).toList());
	}

	@ParameterizedTest
	@CsvSource({ "redsync.nodes[0], redsync.nodes[0].uri", "redsync.nodes[0].ssl, redsync.nodes[0].ssl.bundle",
			"redsync.nodes, redsync.nodes[0].uri", "redsync.fencing, redsync.fencing.strict" })
	void valueOfGroupFailsStart(String group, String nearest) {
		this.contextRunner.withPropertyValues(NODE, group + "=s3cret")
			.run((context) -> assertThat(failure(context.getStartupFailure())).hasMessage(
					"Property '%s' (property source 'test') is a group and has no value: did you mean '%s'?", group,
					nearest));
	}

	@Test
	void allUnknownKeysAreReportedTogether() {
		this.contextRunner.withPropertyValues(NODE, "redsync.lock.expire=1s", "redsync.ownr=me")
			.run((context) -> assertThat(failure(context.getStartupFailure()).getMessage().lines())
				.containsExactlyInAnyOrder(
						"Unknown property 'redsync.lock.expire' (property source 'test'): did you mean "
								+ "'redsync.lock.expiry'?",
						"Unknown property 'redsync.ownr' (property source 'test'): did you mean 'redsync.owner'?"));
	}

	@ParameterizedTest
	@CsvSource({ "REDSYNC_NODES_0_SSL_ENABLE, REDSYNC_NODES_0_SSL_ENABLED", "REDSYNC_NODE_0_URI, REDSYNC_NODES_0_URI",
			"REDSYNC_LOCK_EXPIRE, REDSYNC_LOCK_EXPIRY", "REDSYNC_LOCK_WAITTIMES, REDSYNC_LOCK_WAITTIME",
			"REDSYNC_LOCK_QUORUM_WAITTIME, REDSYNC_LOCK_QUORUMWAITTIME", "REDSYNC_OWNR, REDSYNC_OWNER",
			"REDSYNC_KEYPREFX, REDSYNC_KEYPREFIX", "REDSYNC_NODES_0_PASSWORD_FILE, REDSYNC_NODES_0_PASSWORD" })
	void unknownEnvironmentVariableFailsStart(String unknown, String nearest) {
		withVariables(unknown + "=s3cret")
			.run((context) -> assertThat(failure(context.getStartupFailure()).getMessage())
				.startsWith("Unknown environment variable '" + shown(unknown) + "'")
				.endsWith(": did you mean '" + nearest + "'?")
				.doesNotContain("s3cret"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "REDSYNC_NODES_0_POOLSIZE=2", "REDSYNC_NODES_0_POOL_SIZE=2", "redsync_nodes_0_pool_size=2",
			"REDSYNC_LOCK_QUORUM_WAIT_TIME=3s", "REDSYNC_LOCK_QUORUMWAITTIME=3s", "REDSYNC_LOCK_RETRY_DELAY_MIN=1ms",
			"REDSYNC_LOCK_RETRYDELAY=1ms", "REDSYNC_RESTART_PROTECTION=strict", "REDSYNC=1" })
	void everyFormOfKnownVariableIsAccepted(String variable, CapturedOutput output) {
		withVariables(variable).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("environment variable");
	}

	@Test
	void unrelatedVariableOnlyCausesWarning(CapturedOutput output) {
		withVariables("REDSYNC_HOME=/opt", "REDSYNC_PASSWORD=s3cret").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains("REDSYNC_HOME").contains("REDSYNC_PASSWORD").doesNotContain("s3cret");
		});
	}

	@Test
	void variableOfKubernetesServiceIsAccepted(CapturedOutput output) {
		withVariables("REDSYNC_LOCK_SERVICE_HOST=10.0.0.1", "REDSYNC_LOCK_SERVICE_PORT=6379",
				"REDSYNC_LOCK_SERVICE_PORT_REDIS=6379", "REDSYNC_LOCK_PORT=tcp://10.0.0.1:6379",
				"REDSYNC_LOCK_PORT_6379_TCP_ADDR=10.0.0.1")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("REDSYNC_LOCK");
	}

	@Test
	void variableOfPlaceholderIsAccepted(CapturedOutput output) {
		withVariables("REDSYNC_NODE_0_PASSWORD=s3cret", "REDSYNC_PREFIX=shop:")
			.withPropertyValues("redsync.key-prefix=${REDSYNC_PREFIX}${REDSYNC_NODE_0_PASSWORD:}")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("REDSYNC_");
	}

	@Test
	void systemPropertyOfTestsIsAccepted() {
		this.contextRunner.withPropertyValues(NODE)
			.withSystemProperties("redsync.test.redis=embedded")
			.run((context) -> assertThat(context).hasNotFailed());
		this.contextRunner.withPropertyValues(NODE, "redsync.test.redis=embedded")
			.run((context) -> assertThat(context).hasFailed());
		this.contextRunner.withPropertyValues(NODE)
			.withSystemProperties("redsync.metric=1")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void propertiesOfOtherClassesAreKnown() {
		ApplicationContextRunner runner = this.contextRunner.withUserConfiguration(Further.class)
			.withPropertyValues(NODE, "redsync.further.names[0]=a", "redsync.further.names=b",
					"redsync.further.limits.anything.at.all=1", "redsync.further.parts.one.size=2");
		runner.run((context) -> assertThat(context).hasNotFailed());
		runner.withPropertyValues("redsync.further.name=a")
			.run((context) -> assertThat(failure(context.getStartupFailure()))
				.hasMessageContaining("did you mean 'redsync.further.names'?"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--redsync.nodes[0].uri:redis://:s3cret@host", "--redsync.nodes[0].pasword s3cret",
			"--redsync.nodes[0].password.s3cret=", "--redsync.nodes[0].redis://:s3cret@host=" })
	void keyThatContainsSecretIsTruncated(String argument, CapturedOutput output) {
		assertThat(start(argument)).isNotNull();
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("…' (property source 'commandLineArgs')")
			.doesNotContain("s3cret");
	}

	@Test
	void lazyApplicationFailsAtStart(CapturedOutput output) {
		assertThat(start("--" + NODE, "--redsync.lock.expire=1s", "--spring.main.lazy-initialization=true"))
			.isNotNull();
		assertThat(output).contains("did you mean 'redsync.lock.expiry'?");
	}

	@Test
	void importedFileIsReportedWithLine(@TempDir Path directory, CapturedOutput output) throws IOException {
		Path file = Files.writeString(directory.resolve("locks.yml"), """
				redsync:
				  nodes:
				  - uri: redis://localhost:1
				    ssl:
				      enable: true
				  lock: {}
				---
				spring.config.activate.on-profile: other
				redsync.lock.expire: 1s
				""");
		assertThat(start("--spring.config.import=" + file.toUri())).isNotNull();
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Unknown property 'redsync.nodes[0].ssl.enable' (")
			.contains("5:15): did you mean 'redsync.nodes[0].ssl.enabled'?")
			.contains("Correct each name, or remove the property.")
			.doesNotContain("redsync.lock.expire");
		assertThat(start("--spring.config.import=" + file.toUri(), "--spring.profiles.active=other")).isNotNull();
		assertThat(output).contains("'redsync.lock.expire'");
	}

	private ApplicationContextRunner withVariables(String... variables) {
		return this.contextRunner.withPropertyValues(NODE)
			.withInitializer((context) -> TestPropertyValues.of(variables)
				.applyTo(context.getEnvironment(), Type.SYSTEM_ENVIRONMENT, "variables"));
	}

	private static FailureAnalyzedException failure(Throwable failure) {
		assertThat(failure).isInstanceOf(FailureAnalyzedException.class).hasMessageNotContaining("s3cret");
		return (FailureAnalyzedException) failure;
	}

	/**
	 * Return the key without the text after the name of a node property, which may be a
	 * value.
	 */
	private static String shown(String unknown) {
		return unknown.equals("redsync.nodes[0].uri.value") ? "redsync.nodes[0].uri…"
				: unknown.replace("PASSWORD_FILE", "PASSWORD…");
	}

	private static Throwable start(String... arguments) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return catchThrowable(() -> application.run(arguments).close());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ RedsyncAutoConfiguration.class, SslAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(FurtherProperties.class)
	static class Further {

	}

	@ConfigurationProperties("redsync.further")
	public static class FurtherProperties {

		private final List<String> names = new ArrayList<>();

		private Map<String, Integer> limits = Map.of();

		private final Map<String, Part> parts = new HashMap<>();

		public List<String> getNames() {
			return this.names;
		}

		public Map<String, Integer> getLimits() {
			return this.limits;
		}

		public void setLimits(Map<String, Integer> limits) {
			this.limits = limits;
		}

		public Map<String, Part> getParts() {
			return this.parts;
		}

	}

	public static class Part {

		private int size;

		public int getSize() {
			return this.size;
		}

		public void setSize(int size) {
			this.size = size;
		}

	}

}
