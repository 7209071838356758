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
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * An acquisition by a plain {@code SET}, which costs a server less than a script that
 * does the same. Only who is refused asks a second time, who holds the lock and for how
 * long still; whatever comes of that, it stays refused.
 */
final class SetCommand extends NodeCommand {

	private static final byte[] SET = Resp.prepared("SET");

	private static final byte[] ONLY_IF_ABSENT = Resp.prepared("NX");

	private static final byte[] MILLIS = Resp.prepared("PX");

	private static final NodeReply TAKEN = NodeReply.takenByUnknown();

	private final AcquireRequest attempt;

	SetCommand(AcquireRequest attempt) {
		this.attempt = attempt;
	}

	@Override
	boolean isAbandoned() {
		return this.attempt.isAbandoned();
	}

	@Override
	CommandOutput<String, String, Object> newOutput() {
		return new ScriptReply();
	}

	@Override
	void encode(ByteBuf buffer, boolean withSource) {
		Resp.array(buffer, 6);
		buffer.writeBytes(SET);
		Resp.text(buffer, this.attempt.key());
		Resp.text(buffer, this.attempt.value());
		buffer.writeBytes(ONLY_IF_ABSENT);
		buffer.writeBytes(MILLIS);
		Resp.integer(buffer, this.attempt.expiryMillis());
	}

	@Override
	List<String> secrets() {
		return List.of(this.attempt.value());
	}

	@Override
	List<String> taking() {
		return secrets();
	}

	@Override
	@Nullable NodeReply answer() {
		if (((ScriptReply) getOutput()).text() != null) {
			return session().granted();
		}
		if (isAbandoned()) {
			return TAKEN;
		}
		askForHolder();
		return null;
	}

	private void askForHolder() {
		ScriptCommand question = ScriptCommand.of(Script.INSPECT, this.attempt.key(),
				(reply) -> (reply.code() == 0) ? NodeReply.taken(reply.holder(), reply.timeLeftMillis()) : TAKEN);
		question.whenComplete((reply, failure) -> complete((reply != null) ? reply : TAKEN));
		session().send(question);
	}

	@Override
	public ProtocolKeyword getType() {
		return CommandType.SET;
	}

	@Override
	public String toString() {
		// Not the value: who knows it can release the lock
		return "acquire " + this.attempt.key();
	}

}
