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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The scripts that run on the servers, one for each request. Their sources are resources
 * beside this class. A part with which several scripts begin is a resource of its own.
 */
enum Script {

	ACQUIRE(1, "acquire"), ACQUIRE_FENCED(2, "counter", "acquire-fenced"), HAND_OFF(1, "holder", "hand-off"),
	HAND_OFF_FENCED(2, "counter", "holder", "hand-off-fenced"), EXTEND(1, "holder", "extend"),
	RELEASE(1, "holder", "release"), RAISE(2, "holder", "raise"), INSPECT(1, "holder", "inspect"),
	CHECK_COMMANDS(0, "check-commands");

	private final String source;

	private final String digest;

	private final int keys;

	/**
	 * Create a script.
	 * @param keys the number of its keys
	 * @param parts the resources that make up its source, in this order
	 */
	Script(int keys, String... parts) {
		this.source = Stream.of(parts).map((part) -> read(part + ".lua")).collect(Collectors.joining());
		this.digest = sha1(this.source);
		this.keys = keys;
	}

	/**
	 * Read the sources, unless they have been read before. To be called by the thread
	 * that creates a node: the first use is on a thread that must not block.
	 */
	static void load() {
		// The initialization of this class reads them
	}

	String source() {
		return this.source;
	}

	/**
	 * Return the SHA-1 digest of the source, by which a loaded script is called.
	 */
	String digest() {
		return this.digest;
	}

	int keys() {
		return this.keys;
	}

	private static String read(String resource) {
		try (InputStream stream = Script.class.getResourceAsStream(resource)) {
			if (stream == null) {
				throw new IllegalStateException("The script " + resource + " is missing on the class path");
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String sha1(String source) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-1", ex);
		}
	}

}
