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

import java.util.concurrent.TimeUnit;

import io.github.redsync.node.AcquireRequest;
import io.lettuce.core.output.CommandOutput;
import io.netty.buffer.ByteBuf;

/**
 * A call of a script for one lock.
 */
abstract class ScriptCommand extends NodeCommand {

	/** The time to live of a fencing counter. */
	static final long COUNTER_EXPIRY_MILLIS = TimeUnit.DAYS.toMillis(7);

	private static final byte[] EVALSHA = Resp.prepared("EVALSHA");

	private static final byte[] EVAL = Resp.prepared("EVAL");

	private static final byte[][] DIGESTS = prepare(true);

	private static final byte[][] SOURCES = prepare(false);

	private final Script script;

	private final String key;

	ScriptCommand(Script script, String key) {
		this.script = script;
		this.key = key;
	}

	private static byte[][] prepare(boolean digest) {
		Script[] scripts = Script.values();
		byte[][] prepared = new byte[scripts.length][];
		for (Script script : scripts) {
			prepared[script.ordinal()] = Resp.prepared(digest ? script.digest() : script.source());
		}
		return prepared;
	}

	final String key() {
		return this.key;
	}

	/**
	 * Return the number of arguments, without the keys.
	 */
	abstract int argumentCount();

	/**
	 * Write the arguments that follow the keys.
	 * @param withSource whether the source of the script is sent; other commands may have
	 * been sent since the first try
	 */
	abstract void encodeArguments(ByteBuf buffer, boolean withSource);

	@Override
	final CommandOutput<String, String, Object> newOutput() {
		return new ScriptReply();
	}

	final ScriptReply scriptReply() {
		return (ScriptReply) getOutput();
	}

	@Override
	final void encode(ByteBuf buffer, boolean withSource) {
		int keys = this.script.keys();
		Resp.array(buffer, 3 + keys + argumentCount());
		buffer.writeBytes(withSource ? EVAL : EVALSHA);
		buffer.writeBytes((withSource ? SOURCES : DIGESTS)[this.script.ordinal()]);
		Resp.integer(buffer, keys);
		Resp.text(buffer, this.key);
		if (keys == 2) {
			Resp.text(buffer, this.key + AcquireRequest.FENCE_SUFFIX);
		}
		encodeArguments(buffer, withSource);
	}

	/**
	 * Describe the command without the lock value, which is enough to release the lock.
	 */
	@Override
	public String toString() {
		return this.script + " " + this.key;
	}

}
