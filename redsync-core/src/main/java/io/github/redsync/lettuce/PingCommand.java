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
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A {@code PING}. Any reply except an error counts.
 */
final class PingCommand extends NodeCommand {

	private static final byte[] PING = Resp.prepared("PING");

	@Override
	CommandOutput<String, String, Object> newOutput() {
		return new Pong();
	}

	@Override
	void encode(ByteBuf buffer, boolean withSource) {
		Resp.array(buffer, 1);
		buffer.writeBytes(PING);
	}

	@Override
	NodeReply readReply() {
		return NodeReply.of(NodeReply.Status.PONG);
	}

	@Override
	public ProtocolKeyword getType() {
		return CommandType.PING;
	}

	private static final class Pong extends CommandOutput<String, String, Object> {

		private static final Object PONG = new Object();

		Pong() {
			super(StringCodec.UTF8, PONG);
		}

		@Override
		public void set(@Nullable ByteBuffer bytes) {
			// The text does not matter
		}

	}

}
