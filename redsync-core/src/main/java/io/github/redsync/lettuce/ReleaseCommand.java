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
import java.util.function.BiConsumer;

import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.netty.buffer.ByteBuf;

/**
 * Deletes the key of a lock if it has our value.
 */
final class ReleaseCommand extends ScriptCommand {

	private final String value;

	private final BiConsumer<String, String> retry;

	/**
	 * Create a release.
	 * @param retry gets key and value if the command has failed without a reply
	 */
	ReleaseCommand(String key, String value, BiConsumer<String, String> retry) {
		super(Script.RELEASE, key);
		this.value = value;
		this.retry = retry;
	}

	String value() {
		return this.value;
	}

	@Override
	void onUnknownOutcome() {
		this.retry.accept(key(), this.value);
	}

	@Override
	List<String> secrets() {
		return List.of(this.value);
	}

	@Override
	int argumentCount() {
		return 1;
	}

	@Override
	void encodeArguments(ByteBuf buffer, boolean withSource) {
		Resp.text(buffer, this.value);
	}

	@Override
	NodeReply readReply() {
		return switch ((int) scriptReply().code()) {
			case 1 -> NodeReply.of(Status.RELEASED);
			case 0 -> NodeReply.of(Status.TAKEN);
			default -> NodeReply.of(Status.MISSING);
		};
	}

}
