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

import io.github.redsync.RestartProtection;
import io.lettuce.core.RedisURI;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RedsyncConnectionDetailsTests {

	@Test
	void returnsUris() {
		assertThat(RedsyncConnectionDetails.of(List.of("redis://n1", "redis://n2:7002")).getNodes())
			.extracting((node) -> node.getUri().getHost() + ":" + node.getUri().getPort())
			.containsExactly("n1:6379", "n2:7002");
	}

	@Test
	void refusesUriWithoutRepeatingIt() {
		assertThatIllegalArgumentException().isThrownBy(() -> RedsyncConnectionDetails.of(List.of("http://:s3cret@n1")))
			.withMessage("The URI of a node is not valid: its scheme is not supported");
	}

	@Test
	void hasDefaultsOfProperties() {
		RedsyncConnectionDetails.Node node = () -> RedisURI.create("redis://n1");
		RedsyncProperties.Node properties = new RedsyncProperties.Node();
		assertThat(node.getPoolSize()).isEqualTo(properties.getPoolSize());
		assertThat(node.getConnectTimeout()).isEqualTo(properties.getConnectTimeout());
		assertThat(node.getName()).isNull();
		assertThat(node.getSslBundle()).isNull();
	}

	@Test
	void namesInvalidNode() {
		RedsyncConnectionDetails.Node faulty = new RedsyncConnectionDetails.Node() {

			@Override
			public RedisURI getUri() {
				return RedisURI.create("redis://:s3cret@n2");
			}

			@Override
			public Duration getConnectTimeout() {
				return Duration.ZERO;
			}

		};
		assertThatFailureOf(() -> RedisURI.create("redis://n1"), faulty)
			.withMessageStartingWith("Node 1 of the RedsyncConnectionDetails has an invalid connect-timeout.")
			.withMessageNotContaining("s3cret");
	}

	@Test
	void namesDuplicateNodes() {
		assertThatFailureOf(() -> RedisURI.create("redis-socket:///run/redis.sock"),
				() -> RedisURI.create("redis-socket:///run/redis.sock"))
			.withMessage(
					"The address '/run/redis.sock' is configured twice, for node 0 of the RedsyncConnectionDetails and "
							+ "node 1 of the RedsyncConnectionDetails: one server would have two votes.");
		assertThatFailureOf(() -> RedisURI.create("redis-sentinel://s1,s2#main"),
				() -> RedisURI.create("redis-sentinel://s2,s1#main"))
			.withMessageContaining("The address 's1:26379,s2:26379#main' is configured twice");
	}

	private static ThrowableAssertAlternative<FailureAnalyzedException> assertThatFailureOf(
			RedsyncConnectionDetails.Node... nodes) {
		return assertThatExceptionOfType(FailureAnalyzedException.class)
			.isThrownBy(() -> new NodeOptionsFactory(RestartProtection.OBSERVED, List.of()).create(List.of(nodes)));
	}

}
