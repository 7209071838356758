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

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * An acquisition by a plain {@code SET}, which costs a server less than a script that
 * does the same. If it is refused, a second request reads the holder and the remaining
 * time to live. The result of that request does not change the refusal.
 *
 * @see AcquireCommand
 */
final class SetCommand extends NodeCommand {

	private static final byte[] SET = Resp.prepared("SET");

	private static final byte[] ONLY_IF_ABSENT = Resp.prepared("NX");

	private static final byte[] MILLIS = Resp.prepared("PX");

	private static final NodeReply TAKEN = NodeReply.takenByUnknown();

	private final AcquireRequest request;

	SetCommand(AcquireRequest request) {
		this.request = request;
	}

	@Override
	boolean isAbandoned() {
		return this.request.isAbandoned();
	}

	@Override
	CommandOutput<String, String, Object> newOutput() {
		return new ScriptReply();
	}

	@Override
	void encode(ByteBuf buffer, boolean withSource) {
		Resp.array(buffer, 6);
		buffer.writeBytes(SET);
		Resp.text(buffer, this.request.key());
		Resp.text(buffer, this.request.value());
		buffer.writeBytes(ONLY_IF_ABSENT);
		buffer.writeBytes(MILLIS);
		Resp.integer(buffer, this.request.expiryMillis());
	}

	@Override
	List<String> secrets() {
		return List.of(this.request.value());
	}

	@Override
	List<String> valuesToSet() {
		return secrets();
	}

	@Override
	@Nullable NodeReply readReply() {
		if (((ScriptReply) getOutput()).text() != null) {
			return connection().granted();
		}
		if (isAbandoned()) {
			return TAKEN;
		}
		readHolder();
		return null;
	}

	private void readHolder() {
		InspectCommand inspection = new InspectCommand(this.request.key());
		inspection.whenComplete((reply, failure) -> complete((reply != null && reply.status() == Status.HELD)
				? NodeReply.taken(reply.holder(), reply.timeLeftMillis()) : TAKEN));
		connection().send(inspection);
	}

	@Override
	public ProtocolKeyword getType() {
		return CommandType.SET;
	}

	/**
	 * Describe the command without the lock value, which is enough to release the lock.
	 */
	@Override
	public String toString() {
		return "acquire " + this.request.key();
	}

}
