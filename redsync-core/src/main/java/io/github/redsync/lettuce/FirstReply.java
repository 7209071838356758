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
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Records the first bytes that a server sends on a connection. Lettuce's error of a
 * failed handshake does not always contain the error of the server. Written by the event
 * loop of the connection, read by any thread.
 */
final class FirstReply extends ChannelInboundHandlerAdapter {

	private static final int MAX_BYTES = 1_024;

	private volatile boolean accepted;

	private volatile String text = "";

	@Override
	public void channelActive(ChannelHandlerContext context) throws Exception {
		this.accepted = true;
		super.channelActive(context);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
		if (message instanceof ByteBuf bytes) {
			int length = Math.min(bytes.readableBytes(), MAX_BYTES - this.text.length());
			this.text += bytes.toString(bytes.readerIndex(), length, StandardCharsets.ISO_8859_1);
		}
		if (this.text.length() >= MAX_BYTES) {
			context.pipeline().remove(this);
		}
		super.channelRead(context, message);
	}

	/**
	 * Return whether the connection was accepted.
	 */
	boolean isAccepted() {
		return this.accepted;
	}

	/**
	 * Return the recorded bytes, each as one character.
	 */
	String text() {
		return this.text;
	}

}
