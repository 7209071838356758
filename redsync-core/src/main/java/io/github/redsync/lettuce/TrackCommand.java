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

import java.nio.ByteBuffer;

import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads the time to live of a key, and has the server report its next change. The server
 * tracks the keys of the one command that follows {@code CLIENT CACHING YES}, which is
 * therefore sent immediately before.
 */
final class TrackCommand extends NodeCommand {

	private static final byte[] PTTL = Resp.prepared("PTTL");

	private static final long MISSING = -2;

	private final EnableTracking enabling = new EnableTracking();

	private final String key;

	TrackCommand(String key) {
		this.key = key;
	}

	@Override
	NodeCommand precedingCommand() {
		return this.enabling;
	}

	@Override
	CommandOutput<String, String, Object> newOutput() {
		return new Reply();
	}

	@Override
	void encode(ByteBuf buffer, boolean withSource) {
		Resp.array(buffer, 2);
		buffer.writeBytes(PTTL);
		Resp.text(buffer, this.key);
	}

	@Override
	NodeReply readReply() {
		long millis = ((Reply) getOutput()).number;
		return (millis == MISSING) ? NodeReply.of(Status.MISSING) : NodeReply.held(null, millis);
	}

	@Override
	public void complete() {
		if (this.enabling.isCompletedExceptionally()) {
			getOutput().setError(ClientTracking.UNSUPPORTED);
		}
		super.complete();
	}

	@Override
	public ProtocolKeyword getType() {
		return CommandType.PTTL;
	}

	/**
	 * {@code CLIENT CACHING YES}: the server tracks the keys of the next command.
	 */
	private static final class EnableTracking extends NodeCommand {

		private static final byte[][] WORDS = { Resp.prepared("CLIENT"), Resp.prepared("CACHING"),
				Resp.prepared("YES") };

		@Override
		CommandOutput<String, String, Object> newOutput() {
			return new Reply();
		}

		@Override
		void encode(ByteBuf buffer, boolean withSource) {
			Resp.array(buffer, WORDS.length);
			for (byte[] word : WORDS) {
				buffer.writeBytes(word);
			}
		}

		@Override
		NodeReply readReply() {
			return NodeReply.of(Status.PONG);
		}

		@Override
		public ProtocolKeyword getType() {
			return CommandType.CLIENT;
		}

	}

	private static final class Reply extends CommandOutput<String, String, Object> {

		private static final Object NOTHING = new Object();

		private long number;

		Reply() {
			super(StringCodec.UTF8, NOTHING);
		}

		@Override
		public void set(long integer) {
			this.number = integer;
		}

		@Override
		public void set(@Nullable ByteBuffer bytes) {
			// The reply to CLIENT CACHING
		}

	}

}
