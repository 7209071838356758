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

package io.github.redsync.benchmarks.contender;

import java.time.Duration;
import java.util.List;

import io.github.redsync.Lease;
import io.github.redsync.LockOptions;
import io.github.redsync.Redsync;

/**
 * This library with its defaults, except for the longer wait of all contenders.
 */
final class RedsyncClient implements LockClient {

	private final Redsync redsync;

	private final LockOptions options = LockOptions.builder()
		.expiry(Duration.ofMillis(EXPIRY_MILLIS))
		.waitTime(Duration.ofMillis(WAIT_MILLIS))
		.build();

	RedsyncClient(List<String> uris) {
		this.redsync = Redsync.connect(uris.toArray(new String[0]));
	}

	@Override
	public Held lock(String name) {
		Lease lease = this.redsync.newMutex(name, this.options).lock();
		return lease::unlock;
	}

	@Override
	public void close() {
		this.redsync.close();
	}

}
