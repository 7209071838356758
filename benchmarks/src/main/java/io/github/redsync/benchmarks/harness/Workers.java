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
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

import io.github.redsync.benchmarks.contender.Contender;

/**
 * One process for each contender, all connected to the same servers. Only one of them
 * works at a time. Not thread-safe.
 */
public final class Workers implements AutoCloseable, Iterable<WorkerProcess> {

	private final List<WorkerProcess> processes = new ArrayList<>();

	/**
	 * Start one process of each contender.
	 * @param contenders the contenders
	 * @param uris the servers
	 * @return the processes, to be closed
	 */
	public static Workers start(List<Contender> contenders, List<String> uris) {
		Workers workers = new Workers();
		try {
			contenders.forEach((contender) -> workers.processes.add(WorkerProcess.start(contender, uris)));
			return workers;
		}
		catch (RuntimeException ex) {
			workers.close();
			throw ex;
		}
	}

	/**
	 * Start two processes of a contender.
	 * @param contender the contender
	 * @param uris the servers
	 * @return the processes, to be closed
	 */
	public static Workers pair(Contender contender, List<String> uris) {
		return start(List.of(contender, contender), uris);
	}

	/**
	 * Start two workers written in Go, if they can be built.
	 * @param uris the servers
	 * @return the processes, to be closed; none if they cannot be built
	 */
	public static Workers pairOfGo(List<String> uris) {
		return new Workers().withGo(uris).withGo(uris);
	}

	/**
	 * Add a worker written in Go, if it can be built.
	 * @param uris the servers
	 * @return these workers
	 */
	public Workers withGo(List<String> uris) {
		GoWorker.start(uris).ifPresent(this.processes::add);
		return this;
	}

	/**
	 * Return the processes in order. Reversing the order in each round is fair to a
	 * process whose predecessor leaves work to the servers and the processors.
	 * @param forwards whether to return them in start order or in reverse order
	 * @return the processes
	 */
	public List<WorkerProcess> inOrder(boolean forwards) {
		List<WorkerProcess> ordered = new ArrayList<>(this.processes);
		if (!forwards) {
			Collections.reverse(ordered);
		}
		return ordered;
	}

	/**
	 * Return the number of processes.
	 * @return the number
	 */
	public int size() {
		return this.processes.size();
	}

	/**
	 * Return a process.
	 * @param index its index, from 0
	 * @return the process
	 */
	public WorkerProcess get(int index) {
		return this.processes.get(index);
	}

	/**
	 * End the processes.
	 */
	@Override
	public void close() {
		this.processes.forEach(WorkerProcess::close);
	}

	@Override
	public Iterator<WorkerProcess> iterator() {
		return this.processes.iterator();
	}

}
