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
import java.util.List;
import java.util.Map;

import io.github.redsync.RestartProtection;
import io.github.redsync.lettuce.LettuceNodeOptions;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the conversion of node properties to options of the driver.
 */
class PropertiesRedsyncConnectionDetailsTests {

	private final SslBundle bundle = SslBundle.of(SslStoreBundle.NONE, SslBundleKey.NONE,
			org.springframework.boot.ssl.SslOptions.of(new String[] { "TLS_AES_128_GCM_SHA256" },
					new String[] { "TLSv1.3" }));

	@Test
	void usesHostAlone() {
		RedsyncConnectionDetails.Node node = node(Map.of("host", "n1"));
		assertThat(node.getUri().getHost()).isEqualTo("n1");
		assertThat(node.getUri().getPort()).isEqualTo(6379);
		assertThat(node.getUri().getDatabase()).isZero();
		assertThat(node.getUri().isSsl()).isFalse();
		assertThat(credentials(node).hasPassword()).isFalse();
		assertThat(node.getName()).isNull();
		assertThat(node.getPoolSize()).isEqualTo(1);
		assertThat(node.getConnectTimeout()).isEqualTo(Duration.ofSeconds(2));
		assertThat(node.getSslBundle()).isNull();
	}

	@Test
	void usesPropertiesOfHost() {
		RedsyncConnectionDetails.Node node = node(
				Map.of("host", "n1", "port", "7001", "username", "me", "password", "p@ss#%2F ?", "database", "3"));
		assertThat(node.getUri().getPort()).isEqualTo(7001);
		assertThat(node.getUri().getDatabase()).isEqualTo(3);
		assertThat(credentials(node).getUsername()).isEqualTo("me");
		assertThat(new String(credentials(node).getPassword())).isEqualTo("p@ss#%2F ?");
	}

	@Test
	void usesPasswordAlone() {
		RedsyncConnectionDetails.Node node = node(Map.of("host", "n1", "password", "secret"));
		assertThat(credentials(node).hasUsername()).isFalse();
		assertThat(new String(credentials(node).getPassword())).isEqualTo("secret");
	}

	@Test
	void usesUriDespiteEmptyProperties() {
		RedsyncConnectionDetails.Node node = node(
				Map.of("uri", "redis://n1:7001", "host", "", "password", "", "username", "", "name", ""));
		assertThat(node.getUri().getPort()).isEqualTo(7001);
		assertThat(node.getName()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "redis://n1, , , false, false", "redis://n1, true, , true, false", "rediss://n1, , , true, false",
			"redis://n1, , redis, true, true", "rediss://n1, , redis, true, true",
			"rediss://n1, true, redis, true, true", "redis://n1, false, redis, false, false",
			"redis-sentinel://s1#main, true, redis, true, true" })
	void determinesTls(String uri, String enabled, String name, boolean tls, boolean withBundle) {
		RedsyncConnectionDetails.Node node = node(Map.of("uri", uri, "ssl.enabled", (enabled != null) ? enabled : "",
				"ssl.bundle", (name != null) ? name : ""));
		assertThat(node.getUri().isSsl()).isEqualTo(tls);
		assertThat(node.getUri().getSentinels()).extracting(RedisURI::isSsl).doesNotContain(!tls);
		assertThat(node.getSslBundle()).isEqualTo(withBundle ? this.bundle : null);
	}

	@Test
	void passesAllPropertiesToDriver() {
		LettuceNodeOptions options = options(Map.of("uri", "rediss://n1:7001", "name", "first", "pool-size", "3",
				"connect-timeout", "7s", "ssl.bundle", "redis"));
		assertThat(options).extracting("name", "poolSize", "connectTimeout")
			.containsExactly("first", 3, Duration.ofSeconds(7));
		assertThat(options).extracting("uri").extracting("host", "port", "ssl").containsExactly("n1", 7001, true);
		SslOptions ssl = (SslOptions) ReflectionTestUtils.getField(options, "sslOptions");
		assertThat(ssl.getProtocols()).containsExactly("TLSv1.3");
		assertThat(ssl.getCipherSuites()).containsExactly("TLS_AES_128_GCM_SHA256");
	}

	@Test
	void usesDefaultsOfDriver() {
		LettuceNodeOptions options = options(Map.of("host", "n1"));
		assertThat(options).usingRecursiveComparison()
			.ignoringFields("uri", "customizer")
			.isEqualTo(LettuceNodeOptions.of(RedisURI.create("redis://n1")));
	}

	private LettuceNodeOptions options(Map<String, String> properties) {
		return new NodeOptionsFactory(RestartProtection.OBSERVED, List.of()).create(List.of(node(properties))).get(0);
	}

	private RedsyncConnectionDetails.Node node(Map<String, String> properties) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		properties.forEach((name, value) -> source.put("redsync.nodes[0]." + name, value));
		RedsyncProperties bound = new Binder(source).bindOrCreate("redsync", RedsyncProperties.class);
		NodeTls tls = new NodeTls(new DefaultSslBundleRegistry("redis", this.bundle));
		return new PropertiesRedsyncConnectionDetails(bound.getNodes(), tls).getNodes().get(0);
	}

	private static RedisCredentials credentials(RedsyncConnectionDetails.Node node) {
		return node.getUri().getCredentialsProvider().resolveCredentials().block();
	}

}
