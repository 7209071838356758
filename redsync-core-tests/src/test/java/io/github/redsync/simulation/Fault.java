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
 * The kinds of faults in a run.
 */
enum Fault {

	/**
	 * Messages are delayed by up to several expiries, and sometimes all messages of a
	 * machine.
	 */
	DELAYS,

	/** Single messages are lost. */
	LOSSES,

	/** Servers pause, and execute the pending requests when they resume. */
	SERVER_PAUSES,

	/** Connections are lost, or refused for a limited time. */
	DISCONNECTS,

	/** A minority of the servers restarts empty. */
	RESTARTS,

	/** The key of a lock is removed from a server while a majority still has it. */
	EVICTIONS,

	/** Processes pause. */
	PROCESS_PAUSES,

	/** Machines are suspended: their monotonic clock stops. */
	SUSPENSIONS,

	/**
	 * The wall clock of a machine is set forward, or back if machines are not suspended.
	 */
	WALL_STEPS,

	/** Clocks run at different rates, within the drift factor. */
	DRIFT,

	/** Processes crash, and new ones start that have not contacted any server. */
	CRASHES,

	/** Servers save snapshots, and may restart from them. */
	SNAPSHOTS,

	/** A minority of the servers is unreachable for a long time. */
	ABSENCES,

	/**
	 * The wall clocks of servers and machines differ by less than the quarantine. With
	 * strict fencing, which trusts no clock, they differ by days.
	 */
	CLOCKS,

	/**
	 * The key of a lock is removed from any server. Mutual exclusion is then not
	 * guaranteed, but tokens still increase.
	 */
	UNLIMITED_EVICTIONS

}
