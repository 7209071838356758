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

package io.github.redsync.test.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.redsync.test.time.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MessageChannel}.
 */
class MessageChannelTests {

	private final VirtualTime time = new VirtualTime();

	private final MessageChannel pipe = new MessageChannel(this.time, this.time);

	private final List<String> arrived = new ArrayList<>();

	@Test
	void messagesDoNotOvertakeEachOther() {
		send("slow", 10);
		send("fast", 0);
		send("slower", 20);
		assertThat(this.arrived).isEmpty();
		advance(10);
		assertThat(this.arrived).containsExactly("slow", "fast");
		advance(10);
		assertThat(this.arrived).containsExactly("slow", "fast", "slower");
	}

	@Test
	void messageSentOnArrivalComesAfterThoseThatArrived() {
		this.pipe.send(10, () -> send("answer", 0));
		send("second", 0);
		advance(10);
		assertThat(this.arrived).containsExactly("second", "answer");
	}

	@Test
	void droppedMessageDoesNotBlockLaterOnes() {
		send("lost", 100);
		this.pipe.clear();
		send("new", 5);
		advance(5);
		assertThat(this.arrived).containsExactly("new");
		advance(100);
		assertThat(this.arrived).containsExactly("new");
	}

	@Test
	void channelCanBeClearedOnArrival() {
		this.pipe.send(1_000_000, () -> {
			this.pipe.clear();
			send("new", 0);
		});
		send("old", 1);
		advance(1);
		assertThat(this.arrived).containsExactly("new");
	}

	private void send(String message, long millis) {
		this.pipe.send(millis * 1_000_000, () -> this.arrived.add(message));
	}

	private void advance(long millis) {
		this.time.advance(Duration.ofMillis(millis));
	}

}
