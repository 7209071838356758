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

import java.time.Duration;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.redsync.Lease;
import io.github.redsync.Mutex;
import io.github.redsync.QuorumUnavailableException;
import io.github.redsync.Redsync;
import io.github.redsync.lettuce.LettuceNodeFactory;
import io.github.redsync.lettuce.LettuceNodeOptions;
import io.github.redsync.node.NodeResult;
import io.github.redsync.node.RedisNode;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RawRedis;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import io.github.redsync.time.TimeSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers that cannot be nodes or lack a capability, and the messages about them.
 */
@RedisNodes(count = 3)
class HandshakeTests {

	private final RedisServers servers;

	private final ServerGroup group;

	HandshakeTests(RedisServers servers) {
		this.servers = servers;
		this.group = ServerGroup.of(servers);
	}

	private static Mutex once(Redsync redsync, String name) {
		return redsync.newMutex(name, (options) -> options.tries(1));
	}

	private void assertRefused(Redsync redsync, String reason) {
		Awaitility.await()
			.untilAsserted(() -> assertThatExceptionOfType(QuorumUnavailableException.class)
				.isThrownBy(() -> once(redsync, "checked").lock())
				.withMessageContaining(reason));
	}

	private void onTwo(String... command) {
		this.servers.get(1).command(command);
		this.servers.get(2).command(command);
	}

	@Test
	void replicaIsRefused() {
		onTwo("REPLICAOF", "127.0.0.1", Integer.toString(this.servers.get(0).port()));
		try (Redsync redsync = Redsync.connect(this.servers.uris().toArray(new String[0]))) {
			assertRefused(redsync, "The server is a replica: name its primary");
			assertThat(redsync.nodes().get(1).isUp()).isFalse();
		}
		finally {
			promote();
		}
	}

	@Test
	void nodeThatBecomesReplicaDoesNotVote() {
		try (Redsync redsync = this.group.connect()) {
			onTwo("REPLICAOF", "127.0.0.1", Integer.toString(this.servers.get(0).port()));
			assertRefused(redsync, "READONLY");
		}
		finally {
			promote();
		}
	}

	/**
	 * Make the replicas primaries again. Otherwise they are restarted after the test, and
	 * are quarantined in the next one.
	 */
	private void promote() {
		onTwo("REPLICAOF", "NO", "ONE");
	}

	@Test
	void serverInClusterModeIsRefused() {
		try (RedisServer cluster = RedisServer.builder().arguments("--cluster-enabled", "yes").start();
				Redsync redsync = Redsync.connect(cluster.uri())) {
			assertRefused(redsync, "runs in cluster mode, and a cluster is not supported as a node");
		}
	}

	@ParameterizedTest
	@CsvSource({ "localhost, ''", "127.0.0.1, /1", "'[::1]', ''", "'[::ffff:127.0.0.1]', ''" })
	void serverAtTwoAddressesIsRefusedAsSecondNode(String host, String database) {
		try (RedisServer server = RedisServer.builder().arguments("--bind", "127.0.0.1", "-::1").start();
				LettuceNodeFactory nodes = LettuceNodeFactory.create()) {
			String first = "redis://127.0.0.1:" + server.port();
			String second = "redis://" + host + ":" + server.port() + database;
			try (Redsync redsync = Redsync.builder()
				.node(nodes.node(LettuceNodeOptions.of(first).name("first")))
				.node(nodes.node(LettuceNodeOptions.of(second).name("second")))
				.build()) {
				assertThatExceptionOfType(QuorumUnavailableException.class)
					.isThrownBy(() -> once(redsync, "checked").lock())
					.withMessageMatching(".*(first.*: .*The server is the same as that of node second"
							+ "|second.*: .*The server is the same as that of node first)"
							+ ": give each node a server of its own, or remove one of the two.*");
			}
		}
	}

	@Test
	void refusedNodeClaimsNoServer() {
		RedisServer server = this.servers.get(0);
		server.command("ACL", "SETUSER", "poor", "reset", "on", ">pw", "~*", "+@all", "-ping");
		try (LettuceNodeFactory nodes = LettuceNodeFactory.create()) {
			RedisNode refused = nodes.node(LettuceNodeOptions.of(uri(0, "poor:pw@")).name("refused"));
			try (Redsync first = Redsync.builder().node(refused).build()) {
				assertRefused(first, "ping");
				try (Redsync second = Redsync.builder()
					.node(nodes.node(LettuceNodeOptions.of(server.uri()).name("accepted")))
					.build()) {
					once(second, "checked").lock().unlock();
				}
			}
		}
	}

	@Test
	void firstContactUsesTimeSource() {
		TimeSource time = new TimeSource() {

			@Override
			public long nanoTime() {
				return -42;
			}

			@Override
			public long currentTimeMillis() {
				return 42;
			}

		};
		try (Redsync redsync = Redsync.builder().node(this.servers.get(0).uri()).timeSource(time).build()) {
			once(redsync, "contacted").lock();
			assertThat(redsync.nodes().get(0).incarnation().contactNanos()).isEqualTo(-42);
		}
	}

	@Test
	void twoAddressesOfOneServerMakeNoMajority() {
		int port = this.servers.get(0).port();
		this.servers.get(2).kill();
		try (Redsync redsync = Redsync.connect("redis://127.0.0.1:" + port, "redis://localhost:" + port,
				this.servers.get(2).uri())) {
			assertRefused(redsync, "The server is the same as that of node");
		}
	}

	@Test
	void serverOutOfMemoryIsNamed() {
		try (Redsync redsync = this.group.connect()) {
			onTwo("CONFIG", "SET", "maxmemory", "1");
			assertRefused(redsync, "the server is out of memory: raise its maxmemory");
			onTwo("CONFIG", "SET", "maxmemory", "0");
			once(redsync, "checked").lock().unlock();
		}
	}

	@Test
	void passwordErrorIsNamedWithoutPassword() {
		onTwo("CONFIG", "SET", "requirepass", "s3cr3t-passw0rd");
		try {
			try (Redsync redsync = Redsync.connect(this.servers.uris().toArray(new String[0]))) {
				assertRefused(redsync, "set the password of the node");
			}
			try (Redsync redsync = Redsync.connect(uri(0, ""), uri(1, ":wr0ng-passw0rd@"),
					uri(2, ":wr0ng-passw0rd@"))) {
				assertRefused(redsync, "check user name and password");
				assertThat(redsync.toString()).doesNotContain("passw0rd");
			}
			try (Redsync redsync = Redsync.connect(uri(0, ""), uri(1, ":s3cr3t-passw0rd@"),
					uri(2, ":s3cr3t-passw0rd@"))) {
				redsync.newMutex("checked").lock().unlock();
			}
		}
		finally {
			for (int i = 1; i < 3; i++) {
				try (var connection = RawRedis.connect("127.0.0.1", this.servers.get(i).port())) {
					connection.command("AUTH", "s3cr3t-passw0rd");
					connection.command("CONFIG", "SET", "requirepass", "");
				}
			}
		}
	}

	private String uri(int server, String credentials) {
		return "redis://" + credentials + "127.0.0.1:" + this.servers.get(server).port();
	}

	@Test
	void documentedGrantsSufficeAndMissingOnesAreNamed() {
		this.servers.forEach((server) -> {
			server.command("ACL", "SETUSER", "locks", "reset", "on", ">pw", "~*", "+hello", "+ping", "+info",
					"+script|load", "+evalsha", "+eval", "+set", "+get", "+del", "+pexpire", "+pttl", "+time",
					"+client|tracking", "+client|caching");
			server.command("ACL", "SETUSER", "poor", "reset", "on", ">pw", "~other:*", "+hello", "+ping", "+info",
					"+script|load", "+evalsha", "+eval", "+set", "+get", "+del", "+pexpire", "+pttl", "+time");
		});
		try (Redsync redsync = Redsync.connect(uri(0, "locks:pw@"), uri(1, "locks:pw@"), uri(2, "locks:pw@"));
				Lease lease = redsync.newMutex("granted", (options) -> options.fencing(true)).lock()) {
			lease.extend();
			assertThat(lease.verify()).isTrue();
			assertThat(redsync.ping(Duration.ofSeconds(5))).allMatch((node) -> node.outcome() == NodeResult.Outcome.OK);
			lease.unlock();
		}
		try (Redsync redsync = Redsync.connect(uri(0, "poor:pw@"), uri(1, "poor:pw@"), uri(2, "poor:pw@"))) {
			assertRefused(redsync, "grant the user of the node the commands and key patterns");
		}
	}

	@Test
	void evenNumberOfNodesIsLogged() {
		ListAppender<ILoggingEvent> appender = listen();
		try (Redsync even = Redsync.connect(this.servers.get(0).uri(), this.servers.get(1).uri());
				Redsync odd = this.group.connect()) {
			assertThat(odd.quorum()).isEqualTo(even.quorum());
		}
		finally {
			logger().detachAppender(appender);
		}
		assertThat(appender.list).filteredOn((event) -> event.getFormattedMessage().contains("use an odd number"))
			.singleElement()
			.satisfies((event) -> assertThat(event.getFormattedMessage())
				.contains("2 nodes tolerate no more failures than 1 would"));
	}

	private static ListAppender<ILoggingEvent> listen() {
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		appender.start();
		logger().addAppender(appender);
		return appender;
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger("io.github.redsync");
	}

	@Test
	void serverThatMayEvictLocksIsLogged() {
		ListAppender<ILoggingEvent> appender = listen();
		RedisServer server = this.servers.get(0);
		server.command("CONFIG", "SET", "maxmemory", "100mb");
		server.command("CONFIG", "SET", "maxmemory-policy", "volatile-lru");
		try (Redsync redsync = this.group.connect()) {
			assertThat(appender.list).anyMatch((event) -> event.getLevel() == Level.WARN && event.getFormattedMessage()
				.contains("may evict locks that are held, since its maxmemory-policy is volatile-lru"));
			redsync.newMutex("evictable").lock().unlock();
		}
		finally {
			logger().detachAppender(appender);
			server.command("CONFIG", "SET", "maxmemory", "0");
			server.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
		}
	}

}
