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
import io.netty.buffer.ByteBuf;

/**
 * An acquisition by a script, which reads the holder in the same round trip if the lock
 * is taken. A fenced lock always needs the script.
 *
 * @see SetCommand
 */
class AcquireCommand extends ScriptCommand {

	private final AcquireRequest request;

	AcquireCommand(AcquireRequest request) {
		this(request.fenced() ? Script.ACQUIRE_FENCED : Script.ACQUIRE, request);
	}

	AcquireCommand(Script script, AcquireRequest request) {
		super(script, request.key());
		this.request = request;
	}

	final String value() {
		return this.request.value();
	}

	@Override
	final boolean isAbandoned() {
		return this.request.isAbandoned();
	}

	@Override
	List<String> secrets() {
		return List.of(value());
	}

	@Override
	final List<String> valuesToSet() {
		return List.of(value());
	}

	@Override
	int argumentCount() {
		return this.request.fenced() ? 4 : 2;
	}

	@Override
	void encodeArguments(ByteBuf buffer, boolean withSource) {
		Resp.text(buffer, value());
		Resp.integer(buffer, this.request.expiryMillis());
		if (this.request.fenced()) {
			Resp.integer(buffer, COUNTER_EXPIRY_MILLIS);
			Resp.text(buffer, connection().incarnation().id());
		}
	}

	@Override
	final NodeReply readReply() {
		ScriptReply reply = scriptReply();
		boolean taken = reply.code() == 0;
		if (!this.request.fenced()) {
			return taken ? NodeReply.taken(reply.holder(), reply.timeLeftMillis()) : connection().granted();
		}
		return taken ? NodeReply.taken(reply.holder(), reply.timeLeftMillis(), reply.counter(), reply.clockMicros())
				: NodeReply.granted(connection().incarnation(), reply.counter(), reply.clockMicros());
	}

}
