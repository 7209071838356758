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

package io.github.redsync.sample.setup;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeSet;
import java.util.UUID;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * A database in a file. Instances on this machine share it only if they share the Redis
 * servers, because without the same locks they would corrupt the data of each other.
 */
class SharedDatabase implements JdbcConnectionDetails {

	private final String url;

	SharedDatabase(Path directory, Collection<String> nodes) {
		String name = UUID.nameUUIDFromBytes(new TreeSet<>(nodes).toString().getBytes(StandardCharsets.UTF_8))
			.toString();
		// The first instance opens the file, the others connect to it
		this.url = "jdbc:h2:file:" + directory.toAbsolutePath().resolve(name) + ";AUTO_SERVER=TRUE";
	}

	@Override
	public String getUsername() {
		return "sa";
	}

	@Override
	public String getPassword() {
		return "";
	}

	@Override
	public String getJdbcUrl() {
		return this.url;
	}

}
