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

import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.redsync.node.NodeException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;

/**
 * Explains a connection failure by the reply of the server at the address, with an
 * action. A message contains at most the first line of the reply, which may be an echo of
 * the credentials.
 */
final class ConnectErrors {

	private static final String NO_REDIS = "No Redis server replies at this address: ";

	/** An error among the replies to the handshake. */
	private static final Pattern ERROR = Pattern.compile("(?:^|\r\n)-([A-Z]+ [^\r\n]*)");

	/**
	 * Errors that do not end the handshake: of optional commands, and of servers without
	 * RESP3.
	 */
	private static final Pattern TOLERATED = Pattern.compile("setinfo|tracking|caching|unknown command .?hello",
			Pattern.CASE_INSENSITIVE);

	/** The start of a reply to HELLO, PING or AUTH. */
	private static final Pattern REPLY = Pattern
		.compile("^[%*]\\d+\r\n|^\\+(OK|PONG)\r\n[%*$+-]|^-[A-Z]+ [^\r\n]*\r\n");

	/** May arrive before {@link FirstReply} has recorded the connection as accepted. */
	private static final String RESET = "Connection reset";

	private static final int MAX_SHOWN = 40;

	private static final char TLS_ALERT = 21;

	private static final char TLS_LAST = 23;

	private ConnectErrors() {
	}

	/**
	 * Explain a failure.
	 * @param received the first reply on the latest connection to the address
	 * @param tls whether TLS is used
	 * @param timeoutMillis the connect timeout
	 */
	static String explain(Throwable failure, FirstReply received, boolean tls, long timeoutMillis) {
		Throwable cause = rootCause(failure);
		String message = message(cause);
		if (isTimeout(cause)) {
			return timeout(received, tls, timeoutMillis);
		}
		if (cause instanceof NodeException) {
			return message;
		}
		if (cause instanceof RedisCommandExecutionException) {
			return ServerErrors.explain(message);
		}
		String explained = TlsErrors.explain(message);
		boolean accepted = received.isAccepted() || message.startsWith(RESET);
		if (!accepted || !explained.equals(message)) {
			return explained;
		}
		return tls ? withTls(cause, message, received.text()) : withoutTls(message, received.text());
	}

	/**
	 * Return the root cause. Its message is the most specific one and, unlike those of
	 * its wrappers, does not contain the URI with the password.
	 */
	static Throwable rootCause(Throwable failure) {
		Throwable last = failure;
		// An unknown host has a better message than its cause, the reply of a name server
		while (last.getCause() != null && last.getCause() != last && !(last instanceof UnknownHostException)) {
			last = last.getCause();
		}
		return last;
	}

	static String message(Throwable cause) {
		return (cause.getMessage() != null) ? cause.getMessage().strip() : cause.getClass().getSimpleName();
	}

	private static boolean isTimeout(Throwable cause) {
		return cause instanceof TimeoutException || cause instanceof RedisCommandTimeoutException
				|| cause instanceof ConnectTimeoutException;
	}

	private static String timeout(FirstReply received, boolean tls, long timeoutMillis) {
		String message = "No connection was made within " + timeoutMillis + " ms";
		if (!received.isAccepted()) {
			return message + " (check host and port, open the firewall, or raise the connect timeout)";
		}
		if (received.text().isEmpty()) {
			return message
					+ ": the server accepted the connection but did not reply (it hangs, or is not a Redis server: "
					+ "check host and port, " + otherMode(tls) + ")";
		}
		return tls ? message : withoutTls(message, received.text());
	}

	private static String withTls(Throwable cause, String message, String received) {
		if (received.isEmpty()) {
			return NO_REDIS + "the connection was closed before a reply (check host and port, " + otherMode(true) + ")";
		}
		if (cause instanceof NotSslRecordException || received.charAt(0) > TLS_LAST) {
			return "The server does not use TLS at this port: its reply begins with '" + firstLine(received)
					+ "' (check host and port, or use redis:// or ssl.enabled=false)";
		}
		return message;
	}

	private static String withoutTls(String message, String received) {
		if (received.isEmpty()) {
			return NO_REDIS + "the connection was closed before a reply (check host and port, " + otherMode(false)
					+ ")";
		}
		if (received.charAt(0) == TLS_ALERT) {
			return "The server expects TLS at this port: its reply is a TLS alert (use rediss:// or "
					+ "ssl.enabled=true)";
		}
		Matcher error = ERROR.matcher(received);
		while (error.find()) {
			if (!TOLERATED.matcher(error.group(1)).find()) {
				return ServerErrors.explain(error.group(1));
			}
		}
		if (REPLY.matcher(received).find()) {
			return ServerErrors.explain(message);
		}
		return NO_REDIS + "the reply begins with '" + firstLine(received) + "' (check host and port)";
	}

	private static String otherMode(boolean tls) {
		return tls ? "or use redis:// if the server expects no TLS"
				: "or use rediss:// or ssl.enabled=true if the server expects TLS";
	}

	private static String firstLine(String received) {
		StringBuilder line = new StringBuilder();
		for (char next : received.toCharArray()) {
			if (next == '\r' || next == '\n' || line.length() >= MAX_SHOWN) {
				break;
			}
			if (next >= ' ' && next < 127) {
				line.append(next);
			}
			else {
				line.append(String.format("\\x%02x", (int) next));
			}
		}
		return line.toString();
	}

}
