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

package io.github.redsync.test.server;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A reader of RESP2 replies and the common types of RESP3. Not thread-safe.
 */
final class RespReader {

	private final InputStream in;

	RespReader(InputStream in) {
		this.in = in;
	}

	/**
	 * Read one reply.
	 * @return a {@code String}, {@code Long}, {@code Double}, {@code Boolean},
	 * {@code null}, {@code List} or, for an error, a {@link RedisErrorException}
	 * @throws IOException if the connection failed or ended
	 */
	@Nullable Object read() throws IOException {
		String line = readLine();
		if (line.isEmpty()) {
			throw new IOException("Empty line instead of a reply");
		}
		String rest = line.substring(1);
		return switch (line.charAt(0)) {
			case '+', '(' -> rest;
			case '-' -> new RedisErrorException(rest);
			case ':' -> Long.valueOf(rest);
			case ',' -> Double.valueOf(rest);
			case '#' -> rest.equals("t");
			case '_' -> null;
			case '$' -> readBulk(Integer.parseInt(rest));
			case '=' -> readVerbatim(Integer.parseInt(rest));
			case '*', '~', '>' -> readList(Integer.parseInt(rest));
			// A map is a list of alternating keys and values
			case '%' -> readList(2 * Integer.parseInt(rest));
			default -> throw new IOException("Invalid Redis reply: " + line);
		};
	}

	private @Nullable List<@Nullable Object> readList(int size) throws IOException {
		if (size < 0) {
			return null;
		}
		List<@Nullable Object> list = new ArrayList<>(size);
		for (int i = 0; i < size; i++) {
			list.add(read());
		}
		return list;
	}

	private @Nullable String readBulk(int length) throws IOException {
		if (length < 0) {
			return null;
		}
		byte[] bytes = this.in.readNBytes(length);
		if (bytes.length < length || this.in.read() != '\r' || this.in.read() != '\n') {
			throw new EOFException("The connection ended in the middle of a reply");
		}
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private @Nullable String readVerbatim(int length) throws IOException {
		String text = readBulk(length);
		// The first four characters are the format, such as "txt:"
		return (text != null) ? text.substring(4) : null;
	}

	private String readLine() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = this.in.read(); next != '\r'; next = this.in.read()) {
			if (next < 0) {
				throw new EOFException("The server closed the connection");
			}
			line.write(next);
		}
		if (this.in.read() != '\n') {
			throw new IOException("Line without a line end");
		}
		return line.toString(StandardCharsets.UTF_8);
	}

}
