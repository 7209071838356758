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

package io.github.redsync.spring.autoconfigure.metrics;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/**
 * The meters of Redsync: the single source of their names, types, tags and descriptions.
 *
 * @since 0.1.0
 */
public enum RedsyncMeter implements MeterDocumentation {

	/**
	 * How long acquisitions take, and how they end.
	 */
	LOCK_ACQUIRE("redsync.lock.acquire", Meter.Type.TIMER, "Time that acquisitions of a lock take, waiting included",
			Tag.LOCK, Tag.OUTCOME),

	/**
	 * How long locks are held that have ended, by release or by loss.
	 */
	LOCK_HOLD("redsync.lock.hold", Meter.Type.TIMER, "Time that a lock is held", Tag.LOCK),

	/**
	 * How many locks are held, and since when.
	 */
	LOCK_ACTIVE("redsync.lock.active", Meter.Type.LONG_TASK_TIMER, "Locks that are held at the moment", Tag.LOCK),

	/**
	 * How many acquisitions are under way.
	 */
	LOCK_WAITING("redsync.lock.waiting", Meter.Type.GAUGE, "Acquisitions that are under way", Tag.LOCK),

	/**
	 * How many extensions succeeded and failed.
	 */
	LOCK_EXTEND("redsync.lock.extend", Meter.Type.COUNTER, "Extensions of a lock", Tag.LOCK, Tag.OUTCOME),

	/**
	 * How many leases ended without having been released.
	 */
	LOCK_LOST("redsync.lock.lost", Meter.Type.COUNTER, "Locks that were lost while they were held", Tag.LOCK),

	/**
	 * How long nodes take to answer, and what comes of it.
	 */
	NODE_REQUEST("redsync.node.request", Meter.Type.TIMER, "Time that a node takes to answer", Tag.NODE, Tag.OPERATION,
			Tag.OUTCOME),

	/**
	 * Whether nodes are connected: 1 or 0.
	 */
	NODE_UP("redsync.node.up", Meter.Type.GAUGE, "Whether a node is connected and accepted", Tag.NODE),

	/**
	 * Whether nodes vote: 1 if a node is up and not quarantined after a restart, or 0.
	 */
	NODE_VOTING("redsync.node.voting", Meter.Type.GAUGE, "Whether the grants of a node count", Tag.NODE);

	private final String name;

	private final Meter.Type type;

	private final String description;

	private final KeyName[] tags;

	RedsyncMeter(String name, Meter.Type type, String description, KeyName... tags) {
		this.name = name;
		this.type = type;
		this.description = description;
		this.tags = tags;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	/**
	 * Return what the meter measures.
	 * @return the description
	 */
	public String getDescription() {
		return this.description;
	}

	@Override
	public KeyName[] getKeyNames() {
		return this.tags.clone();
	}

	/**
	 * The tags of the meters. Each has few values.
	 */
	public enum Tag implements KeyName {

		/**
		 * The lock, by the name as it is written in the annotation, with its expressions,
		 * or as {@link io.github.redsync.LockOptions#label()} says; {@code unnamed}
		 * without one. Never a name that an expression was evaluated to.
		 */
		LOCK,

		/**
		 * How it ended: of {@code redsync.lock.acquire} {@code acquired}, {@code taken},
		 * {@code unavailable} or {@code interrupted}; of {@code redsync.lock.extend}
		 * {@code extended} or {@code failed}; of {@code redsync.node.request} the
		 * {@linkplain io.github.redsync.node.NodeResult.Outcome outcome} in lower case.
		 */
		OUTCOME,

		/**
		 * The name of the node.
		 */
		NODE,

		/**
		 * The name of the {@link io.github.redsync.Redsync} bean that the node belongs
		 * to: a further tag of {@code redsync.node.up} where there are several beans.
		 */
		REDSYNC,

		/**
		 * What the node was asked for: the
		 * {@linkplain io.github.redsync.node.NodeOperation operation} in lower case.
		 */
		OPERATION;

		@Override
		public String asString() {
			return TagValues.of(this);
		}

	}

}
