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
 * The meters of Redsync. Single source of their names, types, tags and descriptions.
 *
 * @since 0.1.0
 */
public enum RedsyncMeter implements MeterDocumentation {

	/**
	 * Duration of acquisitions, including the wait, by outcome.
	 */
	LOCK_ACQUIRE("redsync.lock.acquire", Meter.Type.TIMER, "Duration of lock acquisitions, including the wait",
			Tag.LOCK, Tag.OUTCOME),

	/**
	 * Time for which locks were held that have been released or lost.
	 */
	LOCK_HOLD("redsync.lock.hold", Meter.Type.TIMER, "Time for which a lock was held", Tag.LOCK),

	/**
	 * Locks that are currently held, and for how long.
	 */
	LOCK_ACTIVE("redsync.lock.active", Meter.Type.LONG_TASK_TIMER, "Locks that are currently held", Tag.LOCK),

	/**
	 * Number of pending acquisitions.
	 */
	LOCK_WAITING("redsync.lock.waiting", Meter.Type.GAUGE, "Pending lock acquisitions", Tag.LOCK),

	/**
	 * Number of extensions, by outcome.
	 */
	LOCK_EXTEND("redsync.lock.extend", Meter.Type.COUNTER, "Lock extensions", Tag.LOCK, Tag.OUTCOME),

	/**
	 * Number of locks that were lost while they were held.
	 */
	LOCK_LOST("redsync.lock.lost", Meter.Type.COUNTER, "Locks that were lost while they were held", Tag.LOCK),

	/**
	 * Time until a node replies, by operation and outcome.
	 */
	NODE_REQUEST("redsync.node.request", Meter.Type.TIMER, "Time until a node replies", Tag.NODE, Tag.OPERATION,
			Tag.OUTCOME),

	/**
	 * Whether a node is connected and accepted: 1 or 0.
	 */
	NODE_UP("redsync.node.up", Meter.Type.GAUGE, "Whether a node is connected and accepted", Tag.NODE),

	/**
	 * Whether the grants of a node count: 1 if it is up and not quarantined after a
	 * restart, else 0.
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
	 * Return the description of the meter.
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
	 * The tags of the meters. All have low cardinality.
	 */
	public enum Tag implements KeyName {

		/**
		 * The label of the lock: the name as written in the annotation, with its
		 * expressions, or {@link io.github.redsync.LockOptions#label()}; {@code unnamed}
		 * without a label. Never the result of an expression.
		 */
		LOCK,

		/**
		 * The outcome. Of {@code redsync.lock.acquire}: {@code acquired}, {@code taken},
		 * {@code unavailable} or {@code cancelled}. Of {@code redsync.lock.extend}:
		 * {@code extended} or {@code failed}. Of {@code redsync.node.request}: the
		 * {@linkplain io.github.redsync.node.NodeResult.Outcome outcome} in lower case.
		 */
		OUTCOME,

		/**
		 * The name of the node.
		 */
		NODE,

		/**
		 * The name of the {@link io.github.redsync.Redsync} bean of the node. Only
		 * present on {@code redsync.node.up} and {@code redsync.node.voting}, and only if
		 * there are several beans.
		 */
		REDSYNC,

		/**
		 * The {@linkplain io.github.redsync.node.NodeOperation operation} of the request,
		 * in lower case.
		 */
		OPERATION;

		@Override
		public String asString() {
			return TagValues.of(this);
		}

	}

}
