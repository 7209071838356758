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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Starts applications with invalid properties, and tests that they print the cause and
 * the action but no secret.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailureTests {

	private static final String SECRET = "s3cret";

	@Test
	void nodeWithoutAddress(CapturedOutput output) {
		assertThat(start("nodes[0].name=first")).isNotNull();
		assertThat(output).contains("The node 'redsync.nodes[0]' has no address.")
			.contains("Set 'redsync.nodes[0].uri', such as 'redis://host:6379', or 'redsync.nodes[0].host'.");
	}

	@Test
	void invalidUri(CapturedOutput output) {
		String printed = printed(output, "nodes[0].uri=redis://user:s3cret@x@host");
		assertThat(printed)
			.contains("The property 'redsync.nodes[0].uri' is invalid. The URI of a node is not valid: "
					+ "a special character in user name or password is not percent-encoded.")
			.contains("Use 'redis://username:password@host:6379/0'")
			.doesNotContain(SECRET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a:6379", "redis://:s3cret@a" })
	void hostWithMoreThanHost(String host, CapturedOutput output) {
		assertThat(printed(output, "nodes[0].host=" + host))
			.contains("The property 'redsync.nodes[0].host' is invalid. The host of a node is not valid: "
					+ "it must be a name or an IP address, without scheme, port and path.")
			.contains("Set only the host, and the port as 'redsync.nodes[0].port', or use 'redsync.nodes[0].uri'.")
			.doesNotContain(SECRET);
	}

	@Test
	void uriWithoutScheme(CapturedOutput output) {
		assertThat(printed(output, "nodes[0].uri=a:6379"))
			.contains("The URI of a node is not valid: it has no scheme: begin it with 'redis://'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "host=localhost", "port=6379", "username=me", "password=s3cret", "database=0" })
	void uriWithOtherProperty(String other, CapturedOutput output) {
		String printed = printed(output, "nodes[0].uri=redis://:s3cret@host", "nodes[0]." + other);
		assertThat(printed).contains("mutually exclusive")
			.contains("redsync.nodes[0].uri")
			.contains("redsync.nodes[0]." + other.substring(0, other.indexOf('=')))
			.doesNotContain(SECRET);
	}

	@Test
	void usernameWithoutPassword(CapturedOutput output) {
		assertThat(printed(output, "nodes[0].host=localhost", "nodes[0].username=me"))
			.contains("The node 'redsync.nodes[0]' has a username without a password.")
			.contains("Set 'redsync.nodes[0].password'");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "port=0", "port=65536", "database=-1", "pool-size=0", "pool-size=65", "connect-timeout=0s" })
	void numberOutOfRange(String property, CapturedOutput output) {
		String name = property.substring(0, property.indexOf('='));
		String value = property.substring(property.indexOf('=') + 1);
		assertThat(printed(output, "nodes[0].host=localhost", "nodes[0].password=s3cret", "nodes[0]." + property))
			.contains("Invalid value '" + value + "' for configuration property 'redsync.nodes[0]." + name + "'")
			.containsPattern("\\b(between|from) \\S+ (and|to) \\S")
			.doesNotContain(SECRET);
	}

	@Test
	void sameAddressTwice(CapturedOutput output) {
		assertThat(printed(output, "nodes[0].uri=redis://:s3cret@Host", "nodes[1].uri=redis://other",
				"nodes[2].host=host", "nodes[2].database=1"))
			.contains("The address 'host:6379' is configured twice, for 'redsync.nodes[0]' and 'redsync.nodes[2]': "
					+ "one server would have two votes.")
			.contains("Configure each server once.")
			.doesNotContain(SECRET);
	}

	@Test
	void unknownSslBundle(CapturedOutput output) {
		assertThat(printed(output, "nodes[0].host=localhost", "nodes[0].ssl.bundle=redis"))
			.contains("Invalid value 'redis' for configuration property 'redsync.nodes[0].ssl.bundle'")
			.contains("There is no such SSL bundle. Configure it under 'spring.ssl.bundle'");
	}

	@Test
	void tlsRequiredByUriButDisabled(CapturedOutput output) {
		assertThat(printed(output, "nodes[0].uri=rediss://:s3cret@host", "nodes[0].ssl.enabled=false"))
			.contains("The property 'redsync.nodes[0].ssl.enabled' is false, but 'redsync.nodes[0].uri' requires TLS.")
			.contains("Remove 'redsync.nodes[0].ssl.enabled'")
			.doesNotContain(SECRET);
	}

	@Test
	@DisabledIf("io.lettuce.core.resource.Transports$NativeTransports#isDomainSocketSupported")
	void unixSocketWithoutNativeTransport(CapturedOutput output) {
		assertThat(printed(output, "nodes[0].uri=redis-socket:///run/redis.sock"))
			.contains("Node /run/redis.sock is a Unix socket, for which Netty's native transport is missing")
			.contains("io.netty:netty-transport-native-epoll")
			.contains("Add that dependency, or use a URI such as 'redis://host:port'.");
	}

	@Test
	void lockOptionOutOfRange(CapturedOutput output) {
		assertThat(printed(output, "nodes[0].uri=redis://localhost:1", "lock.expiry=5ms"))
			.contains("Invalid value '5ms' for configuration property 'redsync.lock.expiry'")
			.contains("Invalid expiry PT0.005S: must be between PT0.01S and PT8760H.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "nodes[0].connect-timeout", "lock.expiry", "lock.wait-time", "lock.quorum-wait-time",
			"lock.max-hold", "lock.min-hold", "lock.retry-delay", "lock.retry-delay.min", "lock.retry-delay.max" })
	void durationWithoutUnit(String property, CapturedOutput output) {
		assertThat(printed(output, "nodes[0].uri=redis://:s3cret@localhost:1", property + "=${NO_NUMBER:300}"))
			.contains("Invalid value '300' for configuration property 'redsync." + property + "': '300' has no unit.")
			.contains("Use '300ms' or '300s'")
			.doesNotContain(SECRET);
	}

	@Test
	void rangeOfDurationsWithoutUnit(CapturedOutput output) {
		assertThat(printed(output, "nodes[0].uri=redis://localhost:1", "lock.retry-delay=50-250ms")).contains(
				"Invalid value '50-250ms' for configuration property 'redsync.lock.retry-delay': '50' has no unit.");
	}

	@Test
	void maxHoldShorterThanExpiry(CapturedOutput output) {
		assertThat(printed(output, "nodes[0].uri=redis://localhost:1", "lock.max-hold=7s"))
			.contains("Invalid value '7s' for configuration property 'redsync.lock.max-hold'")
			.contains("Must not be shorter than 'redsync.lock.expiry' (8000 ms).");
	}

	@ParameterizedTest
	@ValueSource(strings = { "uri=redis://user:s3cret@${NO_HOST}:6379", "host=${NO_HOST}" })
	void unresolvablePlaceholder(String property, CapturedOutput output) {
		assertThat(printed(output, "nodes[0]." + property))
			.contains("The property 'redsync.nodes[0]." + property.substring(0, property.indexOf('='))
					+ "' contains the placeholder '${NO_HOST}', which cannot be resolved.")
			.contains("Set the property or environment variable 'NO_HOST'.")
			.doesNotContain(SECRET);
	}

	@Test
	void indexesWithGap(CapturedOutput output) {
		assertThat(printed(output, "nodes[0].host=localhost", "nodes[2].uri=redis://user:s3cret@host"))
			.contains("The properties 'redsync.nodes[2].uri' do not belong to a node.")
			.contains("Number the nodes from 0 without gaps")
			.doesNotContain(SECRET);
	}

	@Test
	void misspelledName(CapturedOutput output) {
		assertThat(printed(output, "nodes[0].pasword=s3cret"))
			.contains("Unknown property 'redsync.nodes[0].pasword' (property source 'commandLineArgs'): "
					+ "did you mean 'redsync.nodes[0].password'?")
			.doesNotContain(SECRET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "nodes=redis://:s3cret@n1,redis://:s3cret@n2", "nodes[0]=redis://:s3cret@n1",
			"nodes[0].ssl=redis://:s3cret@n1" })
	void valueInPlaceOfNode(String property, CapturedOutput output) {
		assertThat(printed(output, property)).contains("is a group and has no value: did you mean 'redsync.nodes[0].")
			.doesNotContain(SECRET);
	}

	@Test
	void valueOfOtherTypeIsReportedBySpringBoot(CapturedOutput output) {
		assertThat(printed(output, "nodes[0].host=localhost", "nodes[0].port=first"))
			.contains("Property: redsync.nodes[0].port")
			.contains("Value: \"first\"");
		assertThat(printed(output, "nodes[0].host=localhost", "lock.expiry=soon"))
			.contains("Property: redsync.lock.expiry")
			.contains("Value: \"soon\"");
	}

	private static String printed(CapturedOutput output, String... properties) {
		Throwable failure = start(properties);
		assertThat(failure).isNotNull();
		StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		assertThat(output).contains("APPLICATION FAILED TO START");
		return output.getAll() + trace;
	}

	private static Throwable start(String... properties) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		String[] arguments = Arrays.stream(properties)
			.map((property) -> "--redsync." + property)
			.toArray(String[]::new);
		return catchThrowable(() -> application.run(arguments).close());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ RedsyncAutoConfiguration.class, SslAutoConfiguration.class })
	static class Application {

	}

}
