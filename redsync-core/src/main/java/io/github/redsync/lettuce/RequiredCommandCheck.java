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

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

import io.github.redsync.node.NodeException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * Tries each command that the library needs, as part of the handshake. Otherwise a lock
 * could be granted, but not released, because the server lacks a command or the user may
 * not call it. Not thread-safe.
 */
final class RequiredCommandCheck {

	/** Not the key of a lock, since the check deletes it. */
	private final String key = "redsync-command-check-" + randomId();

	private final Map<String, CompletableFuture<?>> replies = new LinkedHashMap<>();

	private CompletableFuture<List<Object>> scriptErrors = CompletableFuture.completedFuture(List.of());

	/**
	 * Return a random identifier. {@link UUID#randomUUID()} could block the event loop.
	 */
	private static UUID randomId() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		return new UUID(random.nextLong(), random.nextLong());
	}

	/**
	 * Send the commands that are not part of the handshake otherwise.
	 */
	void start(RedisAsyncCommands<String, String> commands) {
		add("EVAL", commands.eval("return 1", ScriptOutputType.INTEGER));
		this.scriptErrors = add("EVALSHA",
				commands.evalsha(Script.CHECK_COMMANDS.digest(), ScriptOutputType.MULTI, new String[0], this.key));
	}

	/**
	 * Add a command that was sent.
	 * @param command the command, with its subcommand if it has one
	 * @return the reply as a future
	 */
	<T> CompletableFuture<T> add(String command, CompletionStage<T> reply) {
		CompletableFuture<T> future = reply.toCompletableFuture();
		this.replies.merge(command, future, (first, second) -> CompletableFuture.allOf(first, second));
		return future;
	}

	/**
	 * Return a future that completes when the reply to every command, or its error, has
	 * arrived.
	 */
	CompletableFuture<Void> ended() {
		return CompletableFuture.allOf(this.replies.values().toArray(new CompletableFuture<?>[0]))
			.handle((done, failure) -> null);
	}

	/**
	 * Return why the server cannot be a node, or null if all commands can be called. To
	 * be called when {@link #ended()} has completed.
	 * @throws NodeException if the connection was lost
	 */
	@Nullable String objection() {
		List<String> missing = new ArrayList<>();
		List<String> denied = new ArrayList<>();
		List<String> others = new ArrayList<>();
		errors().forEach((command, error) -> {
			if (ServerErrors.isUnknownCommand(error)) {
				missing.add(command);
			}
			else if (ServerErrors.isDeniedCommand(error)) {
				denied.add(command);
			}
			else if (this.replies.containsKey(command)) {
				others.add((ServerErrors.code(error).equals("ERR") ? command + " failed: " : "")
						+ ServerErrors.explain(error));
			}
		});
		if (!missing.isEmpty()) {
			return "The server lacks commands that the library needs (" + String.join(", ", missing)
					+ "): undo its rename-command, or use a server that has them";
		}
		if (!denied.isEmpty()) {
			return "The user of the node may not call commands that the library needs: grant the user of the node "
					+ grants(denied);
		}
		return others.isEmpty() ? null : others.get(0);
	}

	private static String grants(List<String> commands) {
		List<String> grants = new ArrayList<>();
		commands.forEach((command) -> grants.add("+" + command.toLowerCase(Locale.ROOT).replace(' ', '|')));
		return String.join(" ", grants);
	}

	private Map<String, String> errors() {
		Map<String, String> errors = new LinkedHashMap<>();
		this.replies.forEach((command, reply) -> {
			Throwable failure = failure(reply);
			if (failure instanceof RedisCommandExecutionException) {
				errors.put(command, String.valueOf(failure.getMessage()));
			}
			else if (failure != null) {
				throw new NodeException(reason(command, failure), true, null);
			}
		});
		if (!this.scriptErrors.isCompletedExceptionally()) {
			List<Object> failed = this.scriptErrors.join();
			for (int i = 0; i + 1 < failed.size(); i += 2) {
				errors.put(String.valueOf(failed.get(i)), String.valueOf(failed.get(i + 1)));
			}
		}
		return errors;
	}

	private static String reason(String command, Throwable failure) {
		boolean lost = failure instanceof CancellationException || failure instanceof RedisException
				|| failure instanceof IOException;
		return lost ? "The connection was lost" : "No Redis server replies at this address: the reply to " + command
				+ " cannot be read (check host and port)";
	}

	private static @Nullable Throwable failure(CompletableFuture<?> reply) {
		Throwable failure = reply.handle((done, thrown) -> thrown).join();
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

}
