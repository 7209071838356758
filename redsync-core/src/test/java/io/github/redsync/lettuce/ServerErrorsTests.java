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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Errors of different servers and versions.
 */
class ServerErrorsTests {

	private static final String SCRIPT = "ERR Error running script (call to f_6b1bf486c81ceb7edf3c093f4c48582e38c0e791): "
			+ "@user_script:5: @user_script: 5: -";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			READONLY | READONLY You can't write against a read only replica.
			READONLY | READONLY You can't write against a read only replica. script: 6b1bf486c81ce, on @user_script:5.
			NOSCRIPT | NOSCRIPT No matching script. Please use EVAL.
			ERR      | ERR unknown command 'GETT'
			ERR      | ERR Error running script (call to f_6b1bf486c81ce): @user_script:5: WRONGTYPE Operation against
			LOADING  | LOADING
			""")
	void codeOfErrorIsFound(String code, String error) {
		assertThat(ServerErrors.code(error)).isEqualTo(code);
	}

	@ParameterizedTest
	@ValueSource(strings = { "READONLY You can't write against a read only replica. ",
			"READONLY You can't write against a read only slave. ",
			"OOM command not allowed when used memory > 'maxmemory'. ",
			"MISCONF Redis is configured to save RDB snapshots, but it is currently not able to persist on disk. "
					+ "Commands that may modify the data set are disabled, because this instance is configured to report "
					+ "errors during writes if RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check "
					+ "the Redis logs for details about the RDB error. " })
	void errorWrappedByOldServersIsFound(String error) {
		String plain = ServerErrors.explain(error);
		assertThat(plain).startsWith(error).endsWith(")");
		String action = plain.substring(error.length());
		assertThat(ServerErrors.code(SCRIPT + error)).isEqualTo(ServerErrors.code(error));
		assertThat(ServerErrors.explain(SCRIPT + error)).isEqualTo(SCRIPT + error + action);
	}

	@Test
	void unknownErrorIsUnchanged() {
		assertThat(ServerErrors.explain("ERR value is not an integer")).isEqualTo("ERR value is not an integer");
	}

	@Test
	void missingCommandIsExplained() {
		assertThat(
				ServerErrors.explain("ERR unknown command 'EVALSHA', with args beginning with: 'abc' '1' 'name' 'v' "))
			.startsWith("ERR unknown command 'EVALSHA' (")
			.contains("rename-command")
			.doesNotContain("args");
	}

	@ParameterizedTest
	@ValueSource(strings = { "MOVED 866 127.0.0.1:7001", "ASK 866 127.0.0.1:7001",
			"CROSSSLOT Keys in request don't hash to the same slot" })
	void clusterModeIsNamed(String error) {
		assertThat(ServerErrors.explain(error)).contains("cluster mode");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					MISCONF Valkey is configured to save RDB snapshots, but it's currently unable to persist to disk. | fix its disk
					MISCONF Errors writing to the AOF file: No space left on device                      | fix its disk
					BUSY Valkey is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE. | end it with SCRIPT KILL
					BUSY Valkey is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE. | end it with FUNCTION KILL
					LOADING Valkey is loading the dataset in memory                                      | wait until it has finished
					MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.     | name its primary
					NOREPLICAS Not enough good replicas to write.                                        | min-replicas-to-write
					OOM command not allowed when used memory > 'maxmemory'.                              | raise its maxmemory
					-OOM allocation failed                                                               | raise its maxmemory
					READONLY You can't write against a read only replica. script: 6b1b, on @user_script:5. | name its primary
					NOAUTH HELLO must be called with the client already authenticated                    | set the password
					WRONGPASS invalid username-password pair or user is disabled.                        | check user name and password
					ERR invalid password                                                                 | check user name and password
					ERR AUTH <password> called without any password configured for the default user.     | remove the password
					ERR Client sent AUTH, but no password is set                                         | remove the password
					ERR max number of clients + cluster connections reached                              | raise maxclients
					ERR invalid DB index                                                                 | use a database index below
					ERR user_script:5: Unknown command called from script script: 6b1b, on @user_script:5. | undo its rename-command
					DENIED Redis is running in protected mode because protected mode is enabled          | give the server a password
					""")
	void errorsOfNewerServersAreExplained(String error, String action) {
		assertThat(ServerErrors.explain(error)).startsWith(error + " (").contains(action);
	}

	@Test
	void valuesAreWithheld() {
		String value = "c2VjcmV0IHZhbHVlIDE2Yg==@shop@web-1:17";
		assertThat(ServerErrors.withhold("ERR bad argument '" + value + "'", List.of(value))).startsWith("ERR ")
			.doesNotContain("c2VjcmV0");
		assertThat(ServerErrors.withhold("ERR bad argument 'c2VjcmV0IHZ'", List.of(value))).doesNotContain("c2VjcmV0");
		assertThat(ServerErrors.withhold("NOPERM no key", List.of(value, ""))).isEqualTo("NOPERM no key");
	}

}
