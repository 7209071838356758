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

package io.github.redsync.benchmarks.harness;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import io.github.redsync.benchmarks.contender.Contender;

/**
 * Two processes of each contender, all connected to the same servers. Not thread-safe.
 */
public final class Pairs implements AutoCloseable, Iterable<Workers> {

	private final List<Workers> pairs = new ArrayList<>();

	/**
	 * Start two processes of each contender.
	 * @param contenders the contenders
	 * @param uris the servers
	 * @return the processes, to be closed
	 */
	public static Pairs start(List<Contender> contenders, List<String> uris) {
		Pairs pairs = new Pairs();
		try {
			contenders.forEach((contender) -> pairs.pairs.add(Workers.pair(contender, uris)));
			return pairs;
		}
		catch (RuntimeException ex) {
			pairs.close();
			throw ex;
		}
	}

	/**
	 * Add two workers written in Go, if they can be built.
	 * @param uris the servers
	 */
	public void addGo(List<String> uris) {
		Workers pair = Workers.pairOfGo(uris);
		if (pair.size() == 2) {
			this.pairs.add(pair);
		}
	}

	/**
	 * End the processes.
	 */
	@Override
	public void close() {
		this.pairs.forEach(Workers::close);
	}

	@Override
	public Iterator<Workers> iterator() {
		return this.pairs.iterator();
	}

}
