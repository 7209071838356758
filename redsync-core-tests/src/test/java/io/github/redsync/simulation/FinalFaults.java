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

package io.github.redsync.simulation;

import java.time.Duration;

import io.github.redsync.test.memory.MemoryServer;

/**
 * The faults that tokens must survive after the last token has reached every server: a
 * minority loses its data, a minority becomes unreachable, and clocks are set back.
 */
final class FinalFaults {

	private final World world;

	FinalFaults(World world) {
		this.world = world;
	}

	void inject() {
		if (this.world.oneIn(2)) {
			this.world.trace("All wall clocks are set back");
			this.world.servers().forEach((server) -> server.stepClock(Duration.ofDays(-1)));
			this.world.setClocksBack(Duration.ofDays(1));
		}
		for (MemoryServer server : this.world.minority()) {
			this.world.trace(server + " restarts");
			if (this.world.oneIn(2)) {
				server.restartEmpty();
			}
			else {
				server.restartFromSnapshot();
			}
		}
		for (MemoryServer server : this.world.minority()) {
			this.world.trace(server + " refuses connections");
			server.refuse();
		}
	}

}
