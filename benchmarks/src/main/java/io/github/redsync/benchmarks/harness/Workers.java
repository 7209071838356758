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
 * A process of each contender, all connected to the same servers, of which one works at a
 * time. Not safe for use by many threads.
 */
public final class Workers implements AutoCloseable, Iterable<WorkerProcess> {

	private final List<WorkerProcess> processes = new ArrayList<>();

	/**
	 * Start contenders.
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
	 * Start two of the workers that are written in Go, where they can be built.
	 * @param uris the servers
	 * @return the processes, to be closed; none if they can't be built
	 */
	public static Workers pairOfGo(List<String> uris) {
		return new Workers().withGo(uris).withGo(uris);
	}

	/**
	 * Add the worker that is written in Go, where it can be built.
	 * @param uris the servers
	 * @return these workers
	 */
	public Workers withGo(List<String> uris) {
		GoWorker.start(uris).ifPresent(this.processes::add);
		return this;
	}

	/**
	 * Return the processes in order. To turn it from round to round is fair to those
	 * whose predecessor leaves more behind for the servers and the processors.
	 * @param forwards whether in the order in which they were started, or backwards
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
	 * @param index its place, from 0
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
