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

package io.github.redsync.benchmarks.worker;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A command to a worker. As a line: {@code load name=value name=value}.
 *
 * @param load the name of the load
 * @param arguments its arguments
 */
record WorkerCommand(String load, Map<String, String> arguments) {

	static WorkerCommand ofLine(String line) {
		String[] words = line.trim().split(" ");
		Map<String, String> arguments = new HashMap<>();
		for (int i = 1; i < words.length; i++) {
			int equals = words[i].indexOf('=');
			arguments.put(words[i].substring(0, equals), words[i].substring(equals + 1));
		}
		return new WorkerCommand(words[0], arguments);
	}

	int number(String name) {
		return Integer.parseInt(text(name));
	}

	String text(String name) {
		@Nullable String value = this.arguments.get(name);
		if (value == null) {
			throw new IllegalArgumentException("The load '" + this.load + "' requires '" + name + "'");
		}
		return value;
	}

}
