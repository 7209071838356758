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

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The reply of a server to INFO. Immutable.
 */
final class ServerInfo {

	/** A longer uptime makes no difference, and its nanoseconds might overflow. */
	private static final long MAX_AGE_SECONDS = TimeUnit.DAYS.toSeconds(36_500);

	/** An identifier made up by a proxy, such as forty zeros. */
	private static final Pattern CONSTANT = Pattern.compile("(.)\\1*");

	private final Map<String, String> fields = new HashMap<>();

	ServerInfo(String info) {
		info.lines().forEach((line) -> {
			int colon = line.indexOf(':');
			if (colon > 0) {
				this.fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
			}
		});
	}

	/**
	 * Return why the server cannot be a node, or null if it can.
	 */
	@Nullable String objection() {
		String role = this.fields.getOrDefault("role", "master");
		if (!role.equals("master")) {
			return "The server is a " + (role.equals("slave") ? "replica" : role)
					+ ": name its primary as the node, and give each node a server of its own";
		}
		if ("1".equals(this.fields.get("cluster_enabled")) || "cluster".equals(this.fields.get("redis_mode"))) {
			return "The server runs in cluster mode, and a cluster is not supported as a node: "
					+ "use servers with cluster-enabled set to no";
		}
		return "1".equals(this.fields.get("loading")) ? "The server is loading its data set" : null;
	}

	/**
	 * Return why the server may delete locks that are held, or null if it does not.
	 */
	@Nullable String warning() {
		String policy = this.fields.getOrDefault("maxmemory_policy", "noeviction");
		boolean evicts = !policy.equals("noeviction") && !"0".equals(this.fields.getOrDefault("maxmemory", "0"));
		return evicts ? "may evict locks that are held, since its maxmemory-policy is " + policy
				+ ": set it to noeviction, or give locks a server of their own" : null;
	}

	/**
	 * Return the identifier of the server process, or null if it reports none.
	 */
	@Nullable String runId() {
		String runId = this.fields.get("run_id");
		return (runId == null || runId.isEmpty() || CONSTANT.matcher(runId).matches()) ? null : runId;
	}

	/**
	 * Return the identifier of the incarnation. The run id alone is not enough: it does
	 * not change when a replica is promoted, which may lack locks that its primary had
	 * granted.
	 */
	String incarnationId() {
		return runId() + "/" + this.fields.get("master_replid");
	}

	/**
	 * Return the minimum age of the server in nanoseconds. The server reports the
	 * difference of two clock readings that are rounded down to seconds, so 1 s is
	 * subtracted.
	 */
	long ageNanos() {
		try {
			long seconds = Long.parseLong(this.fields.getOrDefault("uptime_in_seconds", "0"));
			return TimeUnit.SECONDS.toNanos(Math.min(Math.max(0, seconds - 1), MAX_AGE_SECONDS));
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

}
