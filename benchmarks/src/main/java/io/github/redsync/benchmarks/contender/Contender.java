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

package io.github.redsync.benchmarks.contender;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

import org.springframework.integration.redis.util.RedisLockRegistry.RedisLockType;

/**
 * The locks that are compared.
 */
public enum Contender {

	/** The minimum that a client of this kind requires. Waiters poll. */
	BASELINE("baseline", Baseline::new, "SET"),

	/** The baseline with waiters that are notified of a release. */
	BASELINE_WAKE("baseline-wake", BaselineNotifications::new, "SET"),

	/** This library. */
	REDSYNC("Redsync", RedsyncClient::new),

	/** Redisson's lock on one server. */
	REDISSON("Redisson RLock", RedissonClients::single),

	/** Redisson's lock on several servers. */
	REDISSON_RED("RedissonRedLock", RedissonClients::red),

	/** Spring Integration with notification of waiters. */
	SPRING_PUBSUB("Spring Integration pub/sub",
			(uris) -> new SpringIntegrationClient(uris, RedisLockType.PUB_SUB_LOCK)),

	/** Spring Integration with polling waiters. */
	SPRING_SPIN("Spring Integration spin", (uris) -> new SpringIntegrationClient(uris, RedisLockType.SPIN_LOCK)),

	/** ShedLock, which does not wait. */
	SHEDLOCK("ShedLock", ShedLockClient::new, "SET"),

	/** The lock4j template. */
	LOCK4J("lock4j", Lock4jClient::new);

	private final String title;

	private final Function<List<String>, LockClient> factory;

	private final Set<String> otherCommands;

	Contender(String title, Function<List<String>, LockClient> factory, String... otherCommands) {
		this.title = title;
		this.factory = factory;
		this.otherCommands = Set.of(otherCommands);
	}

	/**
	 * Return the name for tables and plots.
	 * @return the name
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Return whether a command is sent by this contender itself and not by a script.
	 * @param command the command as in the statistics of the server, such as
	 * {@code evalsha} or {@code client|caching}
	 * @return whether it is sent over the network
	 */
	public boolean sends(String command) {
		String name = command.toUpperCase(Locale.ROOT).replaceFirst("\\|.*", "");
		return this.otherCommands.contains(name) || Set
			.of("EVALSHA", "EVAL", "CLIENT", "PING", "SUBSCRIBE", "UNSUBSCRIBE", "PSUBSCRIBE", "PUNSUBSCRIBE", "HELLO",
					"SCRIPT")
			.contains(name);
	}

	/**
	 * Connect to servers.
	 * @param uris the servers, as {@code redis://host:port}; several only for contenders
	 * that lock on several servers
	 * @return the client, ready for use
	 */
	public LockClient connect(List<String> uris) {
		return this.factory.apply(uris);
	}

}
