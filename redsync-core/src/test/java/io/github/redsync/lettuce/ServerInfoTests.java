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

package io.github.redsync.lettuce;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ServerInfoTests {

	private static final String RUN_ID = "run_id:6f2a9c0d1e4b8f7a6f2a9c0d1e4b8f7a6f2a9c0d\r\n";

	@ParameterizedTest
	@ValueSource(strings = { "cluster_enabled:1", "redis_mode:cluster" })
	void clusterModeIsRefused(String field) {
		assertThat(new ServerInfo(RUN_ID + "role:master\r\n" + field).objection()).contains("cluster mode");
	}

	@Test
	void standaloneServerIsAccepted() {
		ServerInfo server = new ServerInfo(RUN_ID + "role:master\r\nredis_mode:standalone\r\ncluster_enabled:0");
		assertThat(server.objection()).isNull();
		assertThat(server.runId()).startsWith("6f2a");
	}

	@Test
	void uptimeIsLimitedToHundredYears() {
		assertThat(new ServerInfo("uptime_in_seconds:99999999999999").ageNanos())
			.isEqualTo(Duration.ofDays(36_500).toNanos());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "run_id:", "run_id:0000000000000000000000000000000000000000" })
	void missingOrConstantRunIdIsUnknown(String field) {
		assertThat(new ServerInfo("role:master\r\n" + field).runId()).isNull();
	}

}
