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

package io.github.redsync.torture;

/**
 * The interval for which a process has held a lock, from the first to the last check that
 * found its lease valid. Times are of the machine's monotonic clock, which all processes
 * share.
 *
 * @param name the name of the lock
 * @param value the value of the lock
 * @param token the fencing token
 * @param fromNanos the start
 * @param toNanos the end
 */
record HoldInterval(String name, String value, long token, long fromNanos, long toNanos) {

	String toLine() {
		return this.name + " " + this.value + " " + this.token + " " + this.fromNanos + " " + this.toNanos;
	}

	static HoldInterval parse(String line) {
		String[] parts = line.split(" ");
		return new HoldInterval(parts[0], parts[1], Long.parseLong(parts[2]), Long.parseLong(parts[3]),
				Long.parseLong(parts[4]));
	}

}
