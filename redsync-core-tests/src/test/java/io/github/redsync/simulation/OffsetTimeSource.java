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

import io.github.redsync.time.TimeSource;

/**
 * A time source whose wall clock has a constant error.
 *
 * @param time the right time
 * @param errorMillis the error of the wall clock, in milliseconds
 */
record OffsetTimeSource(TimeSource time, long errorMillis) implements TimeSource {

	@Override
	public long nanoTime() {
		return this.time.nanoTime();
	}

	@Override
	public long currentTimeMillis() {
		return this.time.currentTimeMillis() + this.errorMillis;
	}

}
