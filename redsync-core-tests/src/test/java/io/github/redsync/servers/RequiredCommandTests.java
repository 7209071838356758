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

package io.github.redsync.servers;

import io.github.redsync.QuorumUnavailableException;
import io.github.redsync.Redsync;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers and users that lack a command that the library needs are refused before a lock
 * is granted that cannot be released.
 */
@RedisNodes(count = 1)
class RequiredCommandTests {

	private static final String[] GRANTS = { "+hello", "+ping", "+info", "+script|load", "+evalsha", "+eval", "+set",
			"+get", "+del", "+pexpire", "+pttl" };

	private final RedisServer server;

	RequiredCommandTests(RedisServer server) {
		this.server = server;
	}

	private static void assertRefused(String uri, String command, String action) {
		try (Redsync redsync = Redsync.connect(uri)) {
			assertThatExceptionOfType(QuorumUnavailableException.class)
				.isThrownBy(() -> redsync.newMutex("refused", (options) -> options.tries(1).timeoutFactor(0.9)).lock())
				.withMessageContaining(command)
				.withMessageContaining(action);
			assertThat(redsync.nodes().get(0).isUp()).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ping", "info", "script|load", "evalsha", "eval", "get", "del", "pexpire", "pttl" })
	void userWithoutNeededCommandIsRefused(String command) {
		this.server.command("ACL", "SETUSER", "poor", "reset", "on", ">pw", "~*");
		for (String grant : GRANTS) {
			if (!grant.equals("+" + command)) {
				this.server.command("ACL", "SETUSER", "poor", grant);
			}
		}
		assertRefused(uri("poor"), "+" + command, "grant the user of the node");
	}

	private String uri(String user) {
		return "redis://" + user + ":pw@127.0.0.1:" + this.server.port();
	}

	@Test
	void allMissingCommandsAreNamedTogether() {
		this.server.command("ACL", "SETUSER", "poor", "reset", "on", ">pw", "~*", "+hello", "+info", "+script|load",
				"+evalsha", "+set", "+get");
		assertRefused(uri("poor"), "+eval +ping +pttl +pexpire +del", "grant the user of the node");
	}

	@Test
	void userWithoutAccessToCheckedKeyIsAccepted() {
		this.server.command("ACL", "SETUSER", "rich", "reset", "on", ">pw", "~locks:*");
		this.server.command(concat("ACL", "SETUSER", "rich", GRANTS));
		try (Redsync redsync = Redsync.builder().node(uri("rich")).keyPrefix("locks:").build()) {
			redsync.newMutex("granted").lock().unlock();
		}
	}

	private static String[] concat(String first, String second, String third, String[] others) {
		String[] all = new String[others.length + 3];
		all[0] = first;
		all[1] = second;
		all[2] = third;
		System.arraycopy(others, 0, all, 3, others.length);
		return all;
	}

	@ParameterizedTest
	@ValueSource(strings = { "INFO", "SCRIPT", "EVALSHA", "EVAL", "SET", "DEL" })
	void serverWithoutNeededCommandIsRefused(String command) {
		try (RedisServer renamed = RedisServer.builder().arguments("--rename-command", command, "").start()) {
			assertRefused(renamed.uri(), command, "undo its rename-command");
		}
	}

	@Test
	void checkLeavesNoKey() {
		try (Redsync redsync = Redsync.connect(this.server.uri())) {
			redsync.newMutex("tried").lock().unlock();
			assertThat(this.server.command("DBSIZE")).isEqualTo(0L);
		}
	}

}
