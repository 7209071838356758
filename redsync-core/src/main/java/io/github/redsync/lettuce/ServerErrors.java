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

/**
 * Adds to the error of a server what can be done about it.
 */
final class ServerErrors {

	private static final String CLUSTER = "the server runs in cluster mode: use a server that does not as the node";

	private static final Map<String, String> MENDS = Map.ofEntries(Map.entry("NOAUTH", "set the password of the node"),
			Map.entry("WRONGPASS", "correct user name and password of the node"),
			Map.entry("NOPERM",
					"grant the user of the node the commands and key patterns that the documentation lists"),
			Map.entry("READONLY", "the server is a replica: name its primary as the node"),
			Map.entry("LOADING", "the server is loading its data set and joins when that is done"),
			Map.entry("OOM", "the server is out of memory: raise its maxmemory"),
			Map.entry("MISCONF",
					"the server refuses writes because it can't save to disk: mend its disk or its save settings"),
			Map.entry("BUSY", "a script blocks the server: end it by SCRIPT KILL"),
			Map.entry("NOREPLICAS",
					"the server refuses writes because it has too few replicas: a lock node needs none"),
			Map.entry("MOVED", CLUSTER), Map.entry("ASK", CLUSTER), Map.entry("CROSSSLOT", CLUSTER),
			Map.entry("CLUSTERDOWN", CLUSTER));

	/** What servers report with the code {@code ERR}, and what to do about it. */
	private static final Map<String, String> PHRASES = Map.of("unknown command",
			"the server lacks a command that the library needs: undo its rename-command, or use a server that has it",
			"Unknown Redis command",
			"the server lacks a command that the library needs: undo its rename-command, or use a server that has it",
			"max number of clients", "raise maxclients of the server, or close connections that are not used",
			"DB index is out of range",
			"use a database index below the 'databases' setting of the server in the address of the node");

	/** What servers put before the arguments that they repeat in an error. */
	private static final String ARGUMENTS = "with args beginning with";

	/** A shorter part of a value tells nothing of it. */
	private static final int MAX_SHOWN = 8;

	/**
	 * What servers say, each version in its own words, if the user may call the script
	 * but not a command in it or its key.
	 */
	private static final List<String> SCRIPT_REFUSALS = List.of("user executing the script", "ACL failure in script");

	/**
	 * What Redis before 7.0 puts before the error of a command in a script, as in
	 * {@code ERR Error running script (call to f_2a…): @user_script:5: @user_script: 5:
	 * -READONLY You can't…}.
	 */
	private static final String SCRIPT_FAILED = "ERR Error running script";

	private static final String RAISED = ": -";

	private ServerErrors() {
	}

	/**
	 * Return the word that says what kind of error it is, also if it was raised inside of
	 * a script.
	 * @param error what the server said
	 * @return the word, such as {@code READONLY}
	 */
	static String code(String error) {
		int raised = error.startsWith(SCRIPT_FAILED) ? error.indexOf(RAISED) : -1;
		int begin = (raised != -1) ? raised + RAISED.length() : 0;
		int end = error.indexOf(' ', begin);
		return error.substring(begin, (end != -1) ? end : error.length());
	}

	static String explain(String error) {
		String shown = withoutArguments(error);
		String mend = MENDS.get(code(error));
		if (SCRIPT_REFUSALS.stream().anyMatch(error::contains)) {
			mend = MENDS.get("NOPERM");
		}
		for (Map.Entry<String, String> phrase : PHRASES.entrySet()) {
			if (mend == null && error.contains(phrase.getKey())) {
				mend = phrase.getValue();
			}
		}
		return (mend != null) ? shown + " (" + mend + ")" : shown;
	}

	/**
	 * Remove lock values from an error: anybody who knows the value can release the lock.
	 * Some servers repeat arguments, whole or cut short.
	 * @param error the error of the server
	 * @param secrets the values in the command; empty ones are ignored
	 * @return the error, or only its code if it shows a value
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
