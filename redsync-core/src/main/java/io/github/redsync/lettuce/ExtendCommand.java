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

import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.netty.buffer.ByteBuf;

/**
 * Gives the key of a lock a new time to live if it has our value.
 */
final class ExtendCommand extends ScriptCommand {

	private final String value;

	private final long expiryMillis;

	private final boolean restore;

	/**
	 * Create an extension.
	 * @param restore whether to set the key if it is missing
	 */
	ExtendCommand(String key, String value, long expiryMillis, boolean restore) {
		super(Script.EXTEND, key);
		this.value = value;
		this.expiryMillis = expiryMillis;
		this.restore = restore;
	}

	@Override
	List<String> secrets() {
		return List.of(this.value);
	}

	@Override
	List<String> valuesToSet() {
		return this.restore ? List.of(this.value) : List.of();
	}

	@Override
	int argumentCount() {
		return 3;
	}

	@Override
	void encodeArguments(ByteBuf buffer, boolean withSource) {
		Resp.text(buffer, this.value);
		Resp.integer(buffer, this.expiryMillis);
		// A release may have been sent before the source, so the source restores no key
		Resp.integer(buffer, (this.restore && !withSource) ? 1 : 0);
	}

	@Override
	NodeReply readReply() {
		return switch ((int) scriptReply().code()) {
			case 1 -> NodeReply.of(Status.EXTENDED);
			case 2 -> NodeReply.of(Status.RESTORED);
			case 0 -> NodeReply.of(Status.TAKEN);
			default -> NodeReply.of(Status.MISSING);
		};
	}

}
