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
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Adds the action to the error of a server.
 */
final class ServerErrors {

	private static final String CLUSTER = "the server runs in cluster mode: use a server that does not as the node";

	private static final String LACKS_COMMAND = "the server lacks a command that the library needs: undo its "
			+ "rename-command, or use a server that has it";

	private static final String REPLICA = "the server is a replica: name its primary as the node";

	private static final String CREDENTIALS = "check user name and password of the node";

	private static final String NO_PASSWORD = "the server has no password: remove the password of the node";

	private static final String DATABASE = "use a database index below the 'databases' setting of the server in the "
			+ "address of the node";

	/** The actions by the code of the error. */
	private static final Map<String, String> ACTIONS = Map.ofEntries(
			Map.entry("NOAUTH", "set the password of the node"), Map.entry("WRONGPASS", CREDENTIALS),
			Map.entry("NOPERM",
					"grant the user of the node the commands and key patterns that the documentation lists"),
			Map.entry("DENIED",
					"the server is in protected mode: give the server a password, and set it as that of the node"),
			Map.entry("READONLY", REPLICA), Map.entry("MASTERDOWN", REPLICA),
			Map.entry("LOADING", "the server is loading its data set: wait until it has finished"),
			Map.entry("OOM", "the server is out of memory: raise its maxmemory"),
			Map.entry("MISCONF",
					"the server refuses writes because it cannot save to disk: fix its disk or its save settings"),
			Map.entry("BUSY", "a script blocks the server: end it with SCRIPT KILL"),
			Map.entry("NOREPLICAS",
					"the server refuses writes because it has too few replicas: a lock node needs none, so set its "
							+ "min-replicas-to-write to 0"),
			Map.entry("MOVED", CLUSTER), Map.entry("ASK", CLUSTER), Map.entry("CROSSSLOT", CLUSTER),
			Map.entry("CLUSTERDOWN", CLUSTER));

	/** The actions by a part of an error without a specific code. */
	private static final Map<String, String> PHRASES = Map.ofEntries(
			Map.entry("max number of clients",
					"raise maxclients of the server, or close connections that are not used"),
			Map.entry("DB index is out of range", DATABASE), Map.entry("invalid DB index", DATABASE),
			Map.entry("ERR invalid password", CREDENTIALS), Map.entry("without any password configured", NO_PASSWORD),
			Map.entry("no password is set", NO_PASSWORD));

	/** Precedes the arguments that servers repeat in an error. */
	private static final String ARGUMENTS = "with args beginning with";

	/** The length from which the start of a value counts as secret. */
	private static final int MAX_SHOWN = 8;

	/**
	 * The errors of different versions of a server if the user may call the script, but
	 * not a command in it, or may not access its key.
	 */
	private static final List<String> SCRIPT_REFUSALS = List.of("user executing the script", "ACL failure in script");

	/**
	 * Precedes the error of a command in a script before Redis 7.0, as in
	 * {@code ERR Error running script (call to f_2a…): @user_script:5: @user_script: 5:
	 * -READONLY …}.
	 */
	private static final String SCRIPT_FAILED = "ERR Error running script";

	private static final Pattern UNKNOWN_COMMAND = Pattern.compile("unknown (redis |valkey )?(sub)?command",
			Pattern.CASE_INSENSITIVE);

	/** Does not match the refusal of a key, which mentions the arguments of a command. */
	private static final Pattern DENIED_COMMAND = Pattern
		.compile("no permissions to run the |can't run this command or subcommand");

	private static final String RAISED = ": -";

	/** Part of an error with the code BUSY if a function blocks the server. */
	private static final String FUNCTION_KILL = "FUNCTION KILL";

	private ServerErrors() {
	}

	/**
	 * Return the code of an error, even if it was raised inside of a script.
	 * @param error the error of the server
	 * @return the code, such as {@code READONLY}
	 */
	static String code(String error) {
		int raised = error.startsWith(SCRIPT_FAILED) ? error.indexOf(RAISED) : -1;
		// Redis before 7.0 puts a dash before an error that a script returns
		int begin = (raised != -1) ? raised + RAISED.length() : (error.startsWith("-") ? 1 : 0);
		int end = error.indexOf(' ', begin);
		return error.substring(begin, (end != -1) ? end : error.length());
	}

	/**
	 * Return whether the server lacks a command, which may have been renamed.
	 * @param error the error of the server, or of a command inside of a script
	 */
	static boolean isUnknownCommand(String error) {
		return UNKNOWN_COMMAND.matcher(error).find();
	}

	/**
	 * Return whether the user may not call a command, regardless of its keys.
	 * @param error the error of the server, or of a command inside of a script
	 */
	static boolean isDeniedCommand(String error) {
		return DENIED_COMMAND.matcher(error).find();
	}

	/**
	 * Add the action to an error, and remove the arguments that the error repeats.
	 */
	static String explain(String error) {
		String shown = withoutArguments(error);
		String action = action(error);
		return (action != null) ? shown + " (" + action + ")" : shown;
	}

	private static @Nullable String action(String error) {
		if (SCRIPT_REFUSALS.stream().anyMatch(error::contains)) {
			return ACTIONS.get("NOPERM");
		}
		if (error.contains(FUNCTION_KILL)) {
			return "a function blocks the server: end it with " + FUNCTION_KILL;
		}
		String action = ACTIONS.get(code(error));
		for (Map.Entry<String, String> phrase : PHRASES.entrySet()) {
			if (action == null && error.contains(phrase.getKey())) {
				action = phrase.getValue();
			}
		}
		return (action == null && isUnknownCommand(error)) ? LACKS_COMMAND : action;
	}

	/**
	 * Remove lock values from an error, since a value is enough to release the lock. Some
	 * servers repeat arguments, complete or truncated.
	 * @param error the error of the server
	 * @param secrets the values in the command; empty ones are ignored
	 * @return the error, or only its code if it contains a value
	 */
	static String withhold(String error, List<String> secrets) {
		String shown = withoutArguments(error);
		for (String secret : secrets) {
			String begin = secret.substring(0, Math.min(MAX_SHOWN, secret.length()));
			if (!begin.isEmpty() && shown.contains(begin)) {
				String code = code(error);
				return (code.contains(begin) ? "ERR" : code)
						+ " (the rest of the error is withheld: it repeats an argument)";
			}
		}
		return shown;
	}

	private static String withoutArguments(String error) {
		int arguments = error.indexOf(ARGUMENTS);
		if (arguments == -1) {
			return error;
		}
		String shown = error.substring(0, arguments).strip();
		return shown.endsWith(",") ? shown.substring(0, shown.length() - 1) : shown;
	}

}
