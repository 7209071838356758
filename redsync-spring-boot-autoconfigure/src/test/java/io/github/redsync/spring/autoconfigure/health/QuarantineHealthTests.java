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

package io.github.redsync.spring.autoconfigure.health;

import java.time.Duration;
import java.util.Map;

import io.github.redsync.QuorumUnavailableException;
import io.github.redsync.Redsync;
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.time.VirtualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RedsyncHealthIndicator} while nodes are quarantined after a restart.
 */
@ExtendWith(OutputCaptureExtension.class)
class QuarantineHealthTests {

	private final VirtualTime time = new VirtualTime();

	private final MemoryNodes nodes = MemoryNodes.create(3, this.time);

	private final Redsync redsync = this.nodes.connect();

	private final RedsyncHealthIndicator indicator = new RedsyncHealthIndicator(this.redsync);

	@AfterEach
	void close() {
		this.redsync.close();
	}

	@Test
	void isDegradedWhileOneNodeIsQuarantined() {
		this.nodes.get(0).restartEmpty();
		Health health = this.indicator.health(true);
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		String name = this.nodes.get(0).name();
		assertThat(health.getDetails()).containsEntry("voting", 2).containsEntry("degraded", true);
		assertThat(health.getDetails()).extractingByKey("reason").asString().contains("Quarantined", name);
		assertThat(health.getDetails()).extractingByKey("nodes")
			.extracting(name)
			.isEqualTo(
					Map.of("status", "UP", "quarantinedUntil", this.redsync.quarantinedNodes().get(name).toString()));
	}

	@Test
	void isOutOfServiceUntilMajorityVotesAgain() {
		this.nodes.get(0).restartEmpty();
		this.nodes.get(1).restartEmpty();
		Health health = this.indicator.health(true);
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsEntry("up", 3).containsEntry("voting", 1);
		assertThat(health.getDetails()).extractingByKey("reason")
			.asString()
			.startsWith("No lock can be granted: 1 of 3 nodes vote, 2 required.");
		assertThatExceptionOfType(QuorumUnavailableException.class)
			.isThrownBy(() -> this.redsync.newMutex("refused").tryLock(Duration.ZERO));
		this.time.advance(this.redsync.defaults().expiry().plusSeconds(1));
		assertThat(this.indicator.health(true).getStatus()).isEqualTo(Status.UP);
		assertThat(this.redsync.quarantinedNodes()).isEmpty();
		assertThat(this.redsync.newMutex("granted").tryLock(Duration.ZERO)).isPresent();
	}

	@Test
	void restartIsLoggedOnce(CapturedOutput output) {
		this.nodes.get(0).restartEmpty();
		this.nodes.get(1).restartEmpty();
		for (String name : new String[] { "first", "second" }) {
			assertThatExceptionOfType(QuorumUnavailableException.class)
				.isThrownBy(() -> this.redsync.newMutex(name).tryLock(Duration.ZERO));
		}
		// The timer thread logs, not the thread that counts the votes
		this.time.advance(Duration.ofMillis(1));
		assertThat(output)
			.containsOnlyOnce("Node " + this.nodes.get(0).name() + " has restarted, so its votes do not count until "
					+ this.redsync.quarantinedNodes().get(this.nodes.get(0).name()));
	}

	@Test
	void longerExpiryInUseProlongsQuarantine() {
		this.nodes.get(0).restartEmpty();
		String name = this.nodes.get(0).name();
		var before = this.redsync.quarantinedNodes().get(name);
		this.redsync.newMutex("long", (options) -> options.expiry(Duration.ofMinutes(1))).lock().unlock();
		assertThat(this.redsync.quarantinedNodes().get(name)).isAfter(before.plusSeconds(50));
	}

}
