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

import java.util.List;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionLogTests {

	private static final String CLOSED = "Connection closed prematurely";

	private static final String PASSWORD = "WRONGPASS";

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private long now = Long.MAX_VALUE - 5;

	private final ConnectionLog log = new ConnectionLog("n1", () -> this.now);

	@BeforeEach
	void listen() {
		this.appender.start();
		logger().setLevel(Level.INFO);
		logger().addAppender(this.appender);
	}

	@AfterEach
	void detach() {
		logger().detachAppender(this.appender);
		logger().setLevel(null);
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger(ConnectionLog.class);
	}

	private List<String> warnings() {
		return this.appender.list.stream()
			.filter((event) -> event.getLevel() == Level.WARN)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	@Test
	void newReasonIsLogged() {
		this.log.down(CLOSED);
		this.log.down(PASSWORD);
		assertThat(warnings()).containsExactly("Node n1 is down: " + CLOSED, "Node n1 is down: " + PASSWORD);
	}

	@Test
	void flappingNodeIsLoggedOncePerMinuteWithCount() {
		for (int i = 0; i < 95; i++) {
			this.log.down(CLOSED);
			this.log.connected();
		}
		assertThat(this.appender.list).hasSize(2);
		this.now += TimeUnit.MINUTES.toNanos(1);
		this.log.down(CLOSED);
		assertThat(warnings()).hasSize(2).last().asString().contains("94 more failures");
	}

	@Test
	void alternatingReasonsAreLoggedOncePerMinute() {
		for (int i = 0; i < 50; i++) {
			this.log.down(CLOSED);
			this.log.down(PASSWORD);
		}
		assertThat(warnings()).hasSize(2);
	}

	@Test
	void reasonsThatAlwaysDifferAreLimited() {
		for (int i = 0; i < 50; i++) {
			this.log.down("failure " + i);
		}
		assertThat(warnings()).hasSize(5);
	}

	@Test
	void lastingFailureIsLoggedOnce() {
		this.log.down(CLOSED);
		this.now += TimeUnit.HOURS.toNanos(1);
		this.log.down(CLOSED);
		assertThat(warnings()).hasSize(1);
	}

}
