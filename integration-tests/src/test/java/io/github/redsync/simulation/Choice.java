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
 * Something that can happen next in a small world.
 *
 * @param kind what
 * @param client the number of the client to which it happens, if to one
 * @param index the number of the connection, the timer or the server
 */
record Choice(Kind kind, int client, int index) {

	static Choice of(Kind kind) {
		return new Choice(kind, 0, 0);
	}

	enum Kind {

		/** A client begins to acquire the lock. */
		BEGIN,

		/** A client cancels its acquisition. */
		GIVE_UP,

		/** A client extends its lock. */
		EXTEND,

		/** A client releases its lock. */
		RELEASE,

		/** The first request of a connection takes effect. */
		REQUEST,

		/** The first answer on a connection arrives. */
		REPLY,

		/** A timer of a client that is due is called. */
		TIMER,

		/** A connection is cut. */
		CUT,

		/** A server restarts empty. */
		RESTART,

		/** A server saves its keys. */
		SAVE,

		/** A server restarts with the keys that it saved. */
		RESTORE,

		/** A server goes away. */
		LEAVE,

		/** A server comes back. */
		RETURN,

		/** Time passes. */
		TICK

	}

}
