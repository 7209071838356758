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

package io.github.redsync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

import io.github.redsync.node.NodeResult;
import io.github.redsync.quorum.LockParameters;

/**
 * Several locks as one: all of them are acquired, or none. They are acquired in the order
 * of their names, which is the same for everybody, so that of those who want some of the
 * same locks one always gets on: nobody waits for a lock whose holder waits for an
 * earlier one.
 */
final class CompositeMutex extends AbstractMutex {

	private static final String BETWEEN_NAMES = " + ";

	/** Neither base64 nor an owner has it. */
	private static final String BETWEEN_VALUES = "\n";

	private final List<DefaultMutex> mutexes;

	private CompositeMutex(MutexContext context, List<DefaultMutex> mutexes, LockOptions options) {
		super(context, String.join(BETWEEN_NAMES, mutexes.stream().map(Mutex::name).toList()), options);
		this.mutexes = mutexes;
	}

	/**
	 * Make a mutex of some names.
	 * @param context what every mutex shares
	 * @param names the names, in any order; repeated ones count once
	 * @param options the options of each lock
	 * @return the mutex, a plain one for a single name
	 * @throws IllegalArgumentException if there is no name, or one is blank
	 */
	static Mutex of(MutexContext context, Collection<String> names, LockOptions options) {
		Objects.requireNonNull(options, "'options' must not be null");
		if (names.isEmpty()) {
			throw new IllegalArgumentException("Several locks as one need a name at least, but there is none: "
					+ "do without the lock if there is nothing to be locked");
		}
		names.forEach(LockNames::check);
		List<DefaultMutex> mutexes = new TreeSet<>(names).stream()
			.map((name) -> new DefaultMutex(context, name, options))
			.toList();
		return (mutexes.size() == 1) ? mutexes.get(0) : new CompositeMutex(context, mutexes, options);
	}

	@Override
	public List<String> names() {
		return this.mutexes.stream().map(Mutex::name).toList();
	}

	@Override
	LeaseCall call(LockParameters terms) {
		return new CompositeAcquireCall(this, terms);
	}

	AcquireCall call(int index, LockParameters terms) {
		return this.mutexes.get(index).call(terms);
	}

	int size() {
		return this.mutexes.size();
	}

	CompositeLease lease(List<AbstractLease> leases) {
		return new CompositeLease(context().callbacks(), name(), BETWEEN_VALUES, leases);
	}

	@Override
	public Lease attach(String value) {
		String[] values = value.split(BETWEEN_VALUES);
		if (values.length != size()) {
			throw new IllegalArgumentException(
					"The value to attach to the " + size() + " locks " + PrintableName.from(name()) + " is of "
							+ values.length + " locks: use what Lease.value() gave where they were acquired");
		}
		List<AbstractLease> leases = new ArrayList<>();
		for (int i = 0; i < values.length; i++) {
			leases.add(this.mutexes.get(i).attach(values[i]));
		}
		return lease(leases);
	}

	@Override
	public LockState inspect() {
		List<LockState> states = this.mutexes.stream().map(Mutex::inspect).toList();
		List<LockState> held = states.stream().filter(LockState::held).toList();
		List<NodeResult> nodes = states.stream().flatMap((state) -> state.nodes().stream()).toList();
		if (held.isEmpty()) {
			return new LockState(name(), false, null, null, nodes);
		}
		boolean expires = held.stream().noneMatch((state) -> state.timeLeft() == null);
		Duration longest = expires ? held.stream().map(LockState::timeLeft).max(Duration::compareTo).get() : null;
		return new LockState(name(), true, held.get(0).owner(), longest, nodes);
	}

}
