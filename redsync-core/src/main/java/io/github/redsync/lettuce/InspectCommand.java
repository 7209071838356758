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

import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.netty.buffer.ByteBuf;

/**
 * Reads the value and the time to live of the key of a lock.
 */
final class InspectCommand extends ScriptCommand {

	InspectCommand(String key) {
		super(Script.INSPECT, key);
	}

	@Override
	int argumentCount() {
		return 0;
	}

	@Override
	void encodeArguments(ByteBuf buffer, boolean withSource) {
		// There are none
	}

	@Override
	NodeReply readReply() {
		ScriptReply reply = scriptReply();
		return (reply.code() == 0) ? NodeReply.held(reply.holder(), reply.timeLeftMillis())
				: NodeReply.of(Status.MISSING);
	}

}
