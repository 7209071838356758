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

package io.github.redsync.benchmarks.harness;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;

/**
 * Number of calls of each command on all servers, by clients and by scripts.
 */
public final class ServerCommands {

	private static final Pattern LINE = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");

	private final Map<String, Long> calls;

	private ServerCommands(Map<String, Long> calls) {
		this.calls = calls;
	}

	/**
	 * Read the statistics of servers.
	 * @param servers the servers
	 * @return the counts up to now
	 */
	public static ServerCommands of(RedisServers servers) {
		Map<String, Long> calls = new HashMap<>();
		for (RedisServer server : servers) {
			Matcher matcher = LINE.matcher(String.valueOf(server.command("INFO", "commandstats")));
			while (matcher.find()) {
				calls.merge(matcher.group(1), Long.parseLong(matcher.group(2)), Long::sum);
			}
		}
		calls.remove("info");
		return new ServerCommands(calls);
	}

	/**
	 * Return the calls since an earlier reading.
	 * @param before the earlier counts
	 * @return the difference
	 */
	public ServerCommands since(ServerCommands before) {
		Map<String, Long> difference = new HashMap<>();
		this.calls.forEach((name, count) -> difference.put(name, count - before.calls.getOrDefault(name, 0L)));
		return new ServerCommands(difference);
	}

	/**
	 * Count calls.
	 * @param counted selects commands by their names in the statistics of the servers
	 * @return the number of calls
	 */
	public long count(Predicate<String> counted) {
		return this.calls.entrySet()
			.stream()
			.filter((entry) -> counted.test(entry.getKey()))
			.mapToLong(Map.Entry::getValue)
			.sum();
	}

	@Override
	public String toString() {
		return this.calls.toString();
	}

}
