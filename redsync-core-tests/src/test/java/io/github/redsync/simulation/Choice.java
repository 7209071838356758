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

package io.github.redsync.simulation;

/**
 * A possible next event in a bounded world.
 *
 * @param kind the kind of the event
 * @param client the number of the client that it concerns, or 0
 * @param index the number of the connection, the timer or the server
 */
record Choice(Kind kind, int client, int index) {

	static Choice of(Kind kind) {
		return new Choice(kind, 0, 0);
	}

	enum Kind {

		/** A client starts to acquire the lock. */
		BEGIN,

		/** A client cancels its acquisition. */
		CANCEL,

		/** A client extends its lock. */
		EXTEND,

		/** A client releases its lock. */
		RELEASE,

		/** The first request of a connection takes effect. */
		REQUEST,

		/** The first reply on a connection arrives. */
		REPLY,

		/** A due timer of a client runs. */
		TIMER,

		/** A connection is lost. */
		DISCONNECT,

		/** A server restarts empty. */
		RESTART,

		/** A server saves a snapshot. */
		SAVE,

		/** A server restarts from its snapshot. */
		RESTORE,

		/** A server becomes unreachable. */
		LEAVE,

		/** An unreachable server rejoins. */
		REJOIN,

		/** Time passes. */
		TICK

	}

}
