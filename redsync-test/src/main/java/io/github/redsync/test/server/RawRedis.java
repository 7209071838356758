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
 * A connection to a Redis server that knows nothing but the protocol, so that a test can
 * look at a server without the driver under test.
 * <p>
 * Replies are given as a {@code String} (UTF-8), a {@code Long}, {@code null}, or a
 * {@code List} of such; after {@code HELLO 3} also as {@code Double} and {@code Boolean},
 * with a map as the list of its keys and values in turn and a push as a list. Failures of
 * the connection, a time-out among them, are an {@link UncheckedIOException}; the
 * connection is of no use thereafter. Not thread-safe.
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
	 * @throws UncheckedIOException if there is no connection to be had
	 */
	public static RawRedis connect(String host, int port) {
		return connect(host, port, DEFAULT_TIMEOUT);
	}

	/**
	 * Connect to a server.
	 * @param host the name or address of the server
	 * @param port the port of the server
	 * @param timeout the limit on connecting and on each reply, in milliseconds
	 * precision; zero is no limit
	 * @return the connection
	 * @throws UncheckedIOException if there is no connection to be had
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
	 * Speak over a connected socket, for example one with TLS. The socket is closed with
	 * this connection.
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
	 * @return the reply; an error within a list is an element of it
	 * @throws RedisErrorException if the reply is an error
	 * @throws UncheckedIOException if the connection failed or the reply was not there in
	 * time
	 */
	public @Nullable Object command(String... words) {
		send(words);
		return read();
	}

	/**
	 * Send a command, and leave its reply to {@link #read()}.
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
			// In one write, so that a proxy and a packet dump see it as a whole
			this.out.write(message.toByteArray());
			this.out.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait for the next reply or, after {@code SUBSCRIBE} or {@code HELLO 3}, message.
	 * @return the reply; an error within a list is an element of it
	 * @throws RedisErrorException if the reply is an error
	 * @throws UncheckedIOException if the connection failed or the reply was not there in
	 * time
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
	 * Close the connection. Never fails.
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
			// Nothing is lost: no one reads from it any more
		}
	}

}
