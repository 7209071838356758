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

	private static final Map<String, String> MENDS = Map.of("NOAUTH", "set the password of the node", "WRONGPASS",
			"correct user name and password of the node", "NOPERM",
			"grant the user of the node the commands and key patterns that the documentation lists", "READONLY",
			"the server is a replica: name its primary as the node", "LOADING",
			"the server is loading its data set and joins when that is done", "OOM",
			"the server is out of memory: raise its maxmemory", "MISCONF",
			"the server refuses writes because it can't save to disk: mend its disk or its save settings", "BUSY",
			"a script blocks the server: end it by SCRIPT KILL", "NOREPLICAS",
			"the server refuses writes because it has too few replicas: a lock node needs none");

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
		String mend = MENDS.get(code(error));
		if (SCRIPT_REFUSALS.stream().anyMatch(error::contains)) {
			mend = MENDS.get("NOPERM");
		}
		return (mend != null) ? error + " (" + mend + ")" : error;
	}

}
