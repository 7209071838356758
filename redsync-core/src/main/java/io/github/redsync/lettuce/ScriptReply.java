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
import java.nio.charset.StandardCharsets;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import org.jspecify.annotations.Nullable;

/**
 * The reply of a server to a command: a number, a text, or a list of numbers and one
 * text. Not thread-safe.
 */
final class ScriptReply extends CommandOutput<String, String, Object> {

	private static final Object NOTHING = new Object();

	private long first;

	private long second;

	private long third;

	private long fourth;

	private int numbers;

	private @Nullable String text;

	ScriptReply() {
		super(StringCodec.UTF8, NOTHING);
	}

	@Override
	public void set(long integer) {
		if (this.numbers == 0) {
			this.first = integer;
		}
		else if (this.numbers == 1) {
			this.second = integer;
		}
		else if (this.numbers == 2) {
			this.third = integer;
		}
		else {
			this.fourth = integer;
		}
		this.numbers++;
	}

	@Override
	public void set(@Nullable ByteBuffer bytes) {
		this.text = (bytes != null) ? StandardCharsets.UTF_8.decode(bytes).toString() : null;
	}

	long code() {
		return this.first;
	}

	@Nullable String text() {
		return this.text;
	}

	/** The holder's value, or null if the key is not a string. */
	@Nullable String holder() {
		return (this.text != null && !this.text.isEmpty()) ? this.text : null;
	}

	long timeLeftMillis() {
		return this.second;
	}

	long counter() {
		return this.third;
	}

	long clockMicros() {
		return this.fourth;
	}

}
