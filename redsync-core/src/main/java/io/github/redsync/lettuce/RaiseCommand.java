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

import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.netty.buffer.ByteBuf;

/**
 * Raises the fencing counter of a lock to a token while the key has our value. Sent only
 * to the incarnation of the server that granted the lock.
 */
final class RaiseCommand extends ScriptCommand {

	private final String value;

	private final long token;

	private final Incarnation required;

	RaiseCommand(String key, String value, long token, Incarnation required) {
		super(Script.RAISE, key);
		this.value = value;
		this.token = token;
		this.required = required;
	}

	@Override
	boolean mayBeSentTo(Incarnation incarnation) {
		return this.required.id().equals(incarnation.id());
	}

	@Override
	List<String> secrets() {
		return List.of(this.value);
	}

	@Override
	int argumentCount() {
		return 4;
	}

	@Override
	void encodeArguments(ByteBuf buffer, boolean withSource) {
		Resp.text(buffer, this.value);
		Resp.integer(buffer, this.token);
		Resp.integer(buffer, COUNTER_EXPIRY_MILLIS);
		Resp.text(buffer, connection().incarnation().id());
	}

	@Override
	NodeReply readReply() {
		return NodeReply.of((scriptReply().code() == 1) ? Status.RAISED : Status.TAKEN);
	}

}
