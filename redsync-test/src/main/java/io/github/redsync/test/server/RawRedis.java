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

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A connection to a Redis server that implements only the protocol. A test can use it to
 * inspect a server without the driver under test.
 * <p>
 * A reply is a {@code String} (UTF-8), a {@code Long}, {@code null}, or a {@code List} of
 * these. After {@code HELLO 3} it may also be a {@code Double} or a {@code Boolean}. A
 * map is returned as a list of alternating keys and values, a push message as a list. If
 * the connection fails or times out, an {@link UncheckedIOException} is thrown and the
 * connection cannot be used any longer. Not thread-safe.
 */
public final class RawRedis implements AutoCloseable {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

	private final Socket socket;

	private final OutputStream out;

	private final RespReader reader;

	private RawRedis(Socket socket) throws IOException {
		this.socket = socket;
		this.out = socket.getOutputStream();
		this.reader = new RespReader(new BufferedInputStream(socket.getInputStream()));
	}

	/**
	 * Connect to a server, with a limit of 5 seconds on connecting and on each reply.
	 * @param host the name or address of the server
	 * @param port the port of the server
	 * @return the connection
	 * @throws UncheckedIOException if the connection cannot be made
	 */
	public static RawRedis connect(String host, int port) {
		return connect(host, port, DEFAULT_TIMEOUT);
	}

	/**
	 * Connect to a server.
	 * @param host the name or address of the server
	 * @param port the port of the server
	 * @param timeout the limit on connecting and on each reply, with a precision of
	 * milliseconds, or zero for no limit
	 * @return the connection
	 * @throws UncheckedIOException if the connection cannot be made
	 */
	public static RawRedis connect(String host, int port, Duration timeout) {
		Socket socket = new Socket();
		try {
			int millis = Math.toIntExact(timeout.toMillis());
			socket.connect(new InetSocketAddress(host, port), millis);
			socket.setSoTimeout(millis);
			socket.setTcpNoDelay(true);
			return new RawRedis(socket);
		}
		catch (IOException ex) {
			closeQuietly(socket);
			throw new UncheckedIOException("No connection to " + host + ":" + port, ex);
		}
	}

	/**
	 * Use a connected socket, for example one with TLS. Closing this connection closes
	 * the socket.
	 * @param socket the connected socket
	 * @return the connection
	 * @throws UncheckedIOException if the socket is not connected
	 */
	public static RawRedis over(Socket socket) {
		try {
			return new RawRedis(socket);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Send a command and wait for its reply.
	 * @param words the command and its arguments
	 * @return the reply; an error in a list is an element of the list
	 * @throws RedisErrorException if the reply is an error
	 * @throws UncheckedIOException if the connection failed or the reply timed out
	 */
	public @Nullable Object command(String... words) {
		send(words);
		return read();
	}

	/**
	 * Send a command without waiting for its reply, which {@link #read()} returns.
	 * @param words the command and its arguments
	 * @throws UncheckedIOException if the connection failed
	 */
	public void send(String... words) {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		message.writeBytes(ascii("*" + words.length + "\r\n"));
		for (String word : words) {
			byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
			message.writeBytes(ascii("$" + bytes.length + "\r\n"));
			message.writeBytes(bytes);
			message.writeBytes(ascii("\r\n"));
		}
		try {
			// In one write, so that the command is not split at a proxy
			this.out.write(message.toByteArray());
			this.out.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait for the next reply or, after {@code SUBSCRIBE} or {@code HELLO 3}, message.
	 * @return the reply; an error in a list is an element of the list
	 * @throws RedisErrorException if the reply is an error
	 * @throws UncheckedIOException if the connection failed or the reply timed out
	 */
	public @Nullable Object read() {
		try {
			Object reply = this.reader.read();
			if (reply instanceof RedisErrorException error) {
				throw error;
			}
			return reply;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Close the connection. Does not throw.
	 */
	@Override
	public void close() {
		closeQuietly(this.socket);
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static void closeQuietly(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// The connection is not read any longer
		}
	}

}
