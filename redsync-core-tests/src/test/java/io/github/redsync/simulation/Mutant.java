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

import java.util.List;
import java.util.function.Supplier;

import io.github.redsync.RestartProtection;
import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.node.RedisNode;
import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.time.TimeSource;

/**
 * A fault of the library, caused by a collaborator that breaks its contract. This base
 * class has no fault.
 */
class Mutant {

	static final Mutant NONE = new Mutant();

	/**
	 * Return a mutant without a fault that has the same rules.
	 */
	final Mutant control() {
		Mutant mutant = this;
		return new Mutant() {

			@Override
			Rules rules(Rules random) {
				return mutant.rules(random);
			}

		};
	}

	/**
	 * Run the simulator with this mutant.
	 * @param traced whether to record the events
	 */
	RunResult run(long seed, boolean traced) {
		return RunResult.of(Simulation.run(seed, this, traced));
	}

	/**
	 * Return the rules of the worlds in which the fault has an effect.
	 */
	Rules rules(Rules random) {
		return random;
	}

	/**
	 * Return a faulty connection.
	 * @param another opens another connection of the same machine to the same server
	 */
	RedisNode node(RedisNode node, Supplier<RedisNode> another, MemoryServer server, MutantContext context) {
		return node;
	}

	/**
	 * Return a faulty list of nodes.
	 */
	List<RedisNode> nodes(List<RedisNode> nodes) {
		return nodes;
	}

	/**
	 * Return the value that the servers store for a lock value.
	 */
	String stored(String value) {
		return value;
	}

	RestartProtection guard(RestartProtection mode) {
		return mode;
	}

	TimeSource clock(TimeSource clock) {
		return clock;
	}

	LockParameters parameters(LockParameters parameters) {
		return parameters;
	}

	@Override
	public String toString() {
		return getClass().getSimpleName();
	}

}
