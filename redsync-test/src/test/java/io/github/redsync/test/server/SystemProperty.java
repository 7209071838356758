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

package io.github.redsync.test.server;

/**
 * A system property with a value for the duration of a test.
 */
final class SystemProperty implements AutoCloseable {

	private final String name;

	private final String before;

	private SystemProperty(String name, String value) {
		this.name = name;
		this.before = System.getProperty(name);
		set(value);
	}

	static SystemProperty of(String name, String value) {
		return new SystemProperty(name, value);
	}

	static SystemProperty embedded() {
		return of(RedisMode.PROPERTY, "embedded");
	}

	@Override
	public void close() {
		set(this.before);
	}

	private void set(String value) {
		if (value != null) {
			System.setProperty(this.name, value);
		}
		else {
			System.clearProperty(this.name);
		}
	}

}
