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

/**
 * What may go wrong in a run.
 */
enum Fault {

	/** Messages are slow, up to several expiries, and sometimes all of a machine. */
	DELAYS,

	/** Single messages vanish. */
	LOSSES,

	/** Servers stop to answer for a while, and then do what they were asked for. */
	HANGS,

	/** Connections are cut, or refused for a while. */
	CUTS,

	/** A minority of the servers restarts with nothing. */
	RESTARTS,

	/** The key of a lock vanishes from a server, while a majority still has it. */
	EVICTIONS,

	/** Processes stand still for a while. */
	PAUSES,

	/** Machines are suspended: their monotonic clock stands still. */
	SUSPENDS,

	/** The wall clock of a machine is put forward, or without suspends back. */
	WALL_STEPS,

	/** Clocks go at different rates, within the drift that the terms allow. */
	DRIFT,

	/** Processes end without a word, and others begin that have met no server yet. */
	CRASHES,

	/** Servers save their keys, and may come back with these when they restart. */
	SNAPSHOTS,

	/** A minority of the servers is away for long. */
	ABSENCES,

	/**
	 * The wall clocks of servers and machines differ, by less than the quarantine lasts.
	 * In strict fencing, in which no clock is trusted, they differ by days.
	 */
	CLOCKS,

	/**
	 * The key of a lock vanishes from any server: then nothing excludes anybody, but
	 * tokens grow.
	 */
	VANISHINGS

}
