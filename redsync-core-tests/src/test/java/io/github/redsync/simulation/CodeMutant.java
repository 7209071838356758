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

import java.util.ArrayList;
import java.util.List;

import io.github.redsync.test.memory.MemoryNode;
import io.github.redsync.test.memory.MemoryServer;
import org.jspecify.annotations.Nullable;

/**
 * A mutant that breaks a method of the library, in a separate copy of the library and the
 * simulator.
 */
abstract class CodeMutant extends Mutant {

	private final List<Break> breaks;

	private @Nullable MutatedCode code;

	CodeMutant(Break... breaks) {
		this.breaks = List.of(breaks);
	}

	@Override
	final RunResult run(long seed, boolean traced) {
		if (this.code == null) {
			this.code = new MutatedCode(this.breaks);
		}
		List<String> output = this.code.run(seed, getClass().getName(), traced);
		return new RunResult(output.get(0), output.subList(1, output.size()));
	}

	/**
	 * Run in the mutated copy. Only JDK types can be passed between the two copies.
	 * @return the violation, followed by the trace
	 */
	static List<@Nullable String> runHere(long seed, String mutant, boolean traced)
			throws ReflectiveOperationException {
		Mutant here = (Mutant) Class.forName(mutant).getDeclaredConstructor().newInstance();
		World world = Simulation.run(seed, here, traced);
		List<@Nullable String> output = new ArrayList<>();
		output.add(world.checker().violation());
		output.addAll(world.trace());
		return output;
	}

	/**
	 * One broken method.
	 *
	 * @param type the fully qualified name of its class
	 * @param method the name of the method
	 * @param advice the code that runs before or after it
	 */
	record Break(String type, String method, Class<?> advice) {

		/**
		 * Break a method of the algorithm.
		 * @param type the name of the type, with the last part of its package
		 */
		static Break algorithm(String type, String method, Class<?> advice) {
			return new Break("io.github.redsync.internal." + type, method, advice);
		}

		/**
		 * Break the in-memory counterpart of a script of the driver.
		 */
		static Break script(String method, Class<?> advice) {
			return new Break(MemoryServer.class.getPackageName() + ".MemoryStore", method, advice);
		}

		/**
		 * Break the connection to a server.
		 */
		static Break connection(String method, Class<?> advice) {
			return new Break(MemoryNode.class.getName(), method, advice);
		}

	}

}
