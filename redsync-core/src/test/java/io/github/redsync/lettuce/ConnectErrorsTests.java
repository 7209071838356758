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
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Explanations of failed connections, by the first reply of the server.
 */
class ConnectErrorsTests {

	private static final String HELLO = "%7\r\n$6\r\nserver\r\n$5\r\nredis\r\n";

	@ParameterizedTest
	@ValueSource(strings = { "-ERR unknown subcommand 'SETINFO'. Try CLIENT HELP.\r\n",
			"-ERR Unknown subcommand or wrong number of arguments for 'SETINFO'. Try CLIENT HELP\r\n",
			"-NOPERM this user has no permissions to run the 'client|tracking' command\r\n" })
	void errorOfOptionalCommandIsNoReason(String error) {
		assertThat(explain(new TimeoutException(), HELLO + error)).isEqualTo("No connection was made within 2000 ms");
		assertThat(explain(new IOException("Connection closed"), HELLO + error)).isEqualTo("Connection closed");
	}

	@Test
	void errorOfProtocolNegotiationIsNoReason() {
		String received = "-ERR unknown command `HELLO`, with args beginning with: `3`, \r\n+PONG\r\n";
		assertThat(explain(new TimeoutException(), received)).isEqualTo("No connection was made within 2000 ms");
	}

	@Test
	void errorAfterThatOfOptionalCommandIsReason() {
		String received = HELLO
				+ "-ERR unknown subcommand 'SETINFO'. Try CLIENT HELP.\r\n-NOAUTH Authentication required.\r\n";
		assertThat(explain(new IOException("Connection closed"), received)).startsWith("NOAUTH");
	}

	@Test
	void errorBeforeServerClosesConnectionIsReason() {
		assertThat(explain(new IOException("Connection closed"), "-ERR max number of clients reached\r\n"))
			.startsWith("ERR max number of clients reached (raise maxclients");
	}

	@Test
	void surroundingBlanksOfReasonAreRemoved() {
		Throwable failure = new UnknownHostException("Failed to resolve 'none' after 2 queries ");
		assertThat(ConnectErrors.explain(failure, new FirstReply(), false, 2_000))
			.isEqualTo("Failed to resolve 'none' after 2 queries");
	}

	private static String explain(Throwable failure, String received) {
		FirstReply reply = new FirstReply();
		EmbeddedChannel channel = new EmbeddedChannel(reply);
		channel.writeInbound(Unpooled.copiedBuffer(received, StandardCharsets.ISO_8859_1));
		channel.finishAndReleaseAll();
		return ConnectErrors.explain(failure, reply, false, 2_000);
	}

}
