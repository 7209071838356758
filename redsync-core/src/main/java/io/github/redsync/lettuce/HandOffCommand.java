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
import java.util.concurrent.CompletableFuture;

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A hand-off: releases the lock of the predecessor, and acquires it for the successor, by
 * one script. If the acquisition is abandoned before the command is sent, the release is
 * sent instead. If it is unknown whether the server has executed the command, the release
 * is retried.
 */
final class HandOffCommand extends AcquireCommand {

	private final ReleaseCommand release;

	private boolean replaced;

	/**
	 * Create a hand-off.
	 * @param request the acquisition of the successor
	 * @param release the release of the predecessor's lock, without the acquisition
	 */
	HandOffCommand(AcquireRequest request, ReleaseCommand release) {
		super(request.fenced() ? Script.HAND_OFF_FENCED : Script.HAND_OFF, request);
		this.release = release;
	}

	/**
	 * Return a future of the reply to the release. To be called before the command is
	 * sent.
	 */
	CompletableFuture<NodeReply> released() {
		CompletableFuture<NodeReply> released = new CompletableFuture<>();
		whenComplete((reply, failure) -> {
			if (this.replaced) {
				this.release.whenComplete((alone, lost) -> complete(released, alone, lost));
			}
			else {
				complete(released, (reply != null) ? NodeReply.of(releaseStatus()) : null, failure);
			}
		});
		return released;
	}

	private static void complete(CompletableFuture<NodeReply> future, @Nullable NodeReply reply,
			@Nullable Throwable failure) {
		if (reply != null) {
			future.complete(reply);
		}
		else if (failure != null) {
			future.completeExceptionally(failure);
		}
	}

	private Status releaseStatus() {
		return switch ((int) scriptReply().code()) {
			case 1 -> Status.RELEASED;
			case 2 -> Status.MISSING;
			default -> Status.TAKEN;
		};
	}

	@Override
	NodeCommand replacement() {
		this.replaced = true;
		return this.release;
	}

	@Override
	void onUnknownOutcome() {
		if (!this.replaced) {
			this.release.onUnknownOutcome();
		}
	}

	/**
	 * Retry the release alone: a server that is out of memory refuses the script, but
	 * executes a release.
	 */
	@Override
	void onServerError() {
		onUnknownOutcome();
	}

	@Override
	List<String> secrets() {
		return List.of(value(), this.release.value());
	}

	@Override
	int argumentCount() {
		return super.argumentCount() + 1;
	}

	@Override
	void encodeArguments(ByteBuf buffer, boolean withSource) {
		super.encodeArguments(buffer, withSource);
		Resp.text(buffer, this.release.value());
	}

}
