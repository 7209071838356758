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

package io.github.redsync.sample.setup;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Logs the URIs of the Redis servers of this instance, and how to start another instance
 * that shares them.
 */
class SecondInstanceHint implements ApplicationListener<ApplicationReadyEvent> {

	private static final Logger logger = LoggerFactory.getLogger(SecondInstanceHint.class);

	private final List<String> uris;

	SecondInstanceHint(List<String> uris) {
		this.uris = uris;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		int port = event.getApplicationContext().getEnvironment().getProperty("local.server.port", Integer.class, 0);
		logger.info("""
				Started {} Redis servers, which end with this instance:
				{}
				To start a second instance that shares them and the database, use the arguments
				  {}
				or, in the root of the project,
				  {}""", this.uris.size(), servers(), arguments(port + 1), mavenCommand(port + 1));
	}

	private String servers() {
		return this.uris.stream().map((uri) -> "  redis-cli -u " + uri).collect(Collectors.joining("\n"));
	}

	String mavenCommand(int port) {
		return "mvn spring-boot:run \"-Dspring-boot.run.arguments=" + arguments(port).replace("'", "") + "\"";
	}

	String arguments(int port) {
		return "--server.port=" + port
				+ IntStream.range(0, this.uris.size())
					.mapToObj((i) -> " '--redsync.nodes[" + i + "].uri=" + this.uris.get(i) + "'")
					.collect(Collectors.joining());
	}

}
