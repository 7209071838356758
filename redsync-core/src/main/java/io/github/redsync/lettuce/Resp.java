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

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * Writes the parts of a command in the Redis protocol.
 */
final class Resp {

	private static final byte[] END = { '\r', '\n' };

	private Resp() {
	}

	static void array(ByteBuf buffer, int length) {
		buffer.writeByte('*');
		number(buffer, length);
		buffer.writeBytes(END);
	}

	static void text(ByteBuf buffer, CharSequence text) {
		length(buffer, ByteBufUtil.utf8Bytes(text));
		ByteBufUtil.writeUtf8(buffer, text);
		buffer.writeBytes(END);
	}

	static void integer(ByteBuf buffer, long value) {
		int digits = digits(value);
		length(buffer, digits);
		number(buffer, value);
		buffer.writeBytes(END);
	}

	/**
	 * Return the encoded form of a text that is written many times.
	 */
	static byte[] prepared(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		byte[] head = ("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII);
		byte[] whole = new byte[head.length + bytes.length + END.length];
		System.arraycopy(head, 0, whole, 0, head.length);
		System.arraycopy(bytes, 0, whole, head.length, bytes.length);
		System.arraycopy(END, 0, whole, head.length + bytes.length, END.length);
		return whole;
	}

	private static void length(ByteBuf buffer, int length) {
		buffer.writeByte('$');
		number(buffer, length);
		buffer.writeBytes(END);
	}

	private static int digits(long value) {
		int digits = (value < 0) ? 2 : 1;
		for (long rest = value / 10; rest != 0; rest /= 10) {
			digits++;
		}
		return digits;
	}

	private static void number(ByteBuf buffer, long value) {
		if (value < 0) {
			buffer.writeByte('-');
		}
		if (value / 10 != 0) {
			number(buffer, Math.abs(value / 10));
		}
		buffer.writeByte('0' + (int) Math.abs(value % 10));
	}

}
