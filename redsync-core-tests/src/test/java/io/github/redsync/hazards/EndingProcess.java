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

package io.github.redsync.hazards;

import java.time.Duration;

import io.github.redsync.Lease;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncListener;

/**
 * The main class of a process that acquires a lock with automatic extension, has waiters
 * for it, and ends without closing anything.
 */
public final class EndingProcess {

	static final String NAME = "left-behind";

	static final Duration EXPIRY = Duration.ofSeconds(30);

	private EndingProcess() {
	}

	/**
	 * Acquire the lock and end.
	 * @param uris the URIs of the nodes
	 */
	public static void main(String[] uris) {
		Redsync.Builder builder = Redsync.builder().listener(new RedsyncListener() {
		});
		for (String uri : uris) {
			builder.node(uri);
		}
		Redsync redsync = builder.build();
		ProxiedServers.awaitUp(redsync);
		Lease lease = redsync.newMutex(NAME, (options) -> options.expiry(EXPIRY).autoExtend(true).failFast(false))
			.lock();
		lease.onLost().thenRun(() -> System.out.println("lost"));
		redsync.newMutex(NAME).lockAsync().thenAccept(Lease::close);
	}

}
