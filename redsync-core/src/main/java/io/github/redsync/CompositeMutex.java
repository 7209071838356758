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

import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.node.NodeResult;

/**
 * A {@link Mutex} of several locks: all of them are acquired, or none.
 * <p>
 * Every process acquires them in the order of their names, so no holder of one lock waits
 * for a lock whose holder waits for an earlier one. This prevents deadlocks.
 */
final class CompositeMutex extends AbstractMutex {

	private static final String NAME_SEPARATOR = " + ";

	/** Occurs neither in Base64 nor in an owner. */
	private static final String VALUE_SEPARATOR = "\n";

	private final List<DefaultMutex> mutexes;

	private CompositeMutex(MutexContext context, List<DefaultMutex> mutexes, LockOptions options) {
		super(context, String.join(NAME_SEPARATOR, mutexes.stream().map(Mutex::name).toList()), options);
		this.mutexes = mutexes;
	}

	/**
	 * Create a mutex.
	 * @param context the parts that all mutexes share
	 * @param names the names of the locks, in any order; duplicates are ignored
	 * @param options the options of each lock
	 * @return the mutex, which is a {@link DefaultMutex} for a single name
	 * @throws IllegalArgumentException if there are no names, or one is not valid
	 */
	static Mutex of(MutexContext context, Collection<String> names, LockOptions options) {
		Objects.requireNonNull(options, "'options' must not be null");
		if (names.isEmpty()) {
			throw new IllegalArgumentException("'names' must not be empty");
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
	LeaseCall call(LockParameters parameters) {
		return new CompositeAcquireCall(this, parameters);
	}

	AcquireCall call(int index, LockParameters parameters) {
		return this.mutexes.get(index).call(parameters);
	}

	int size() {
		return this.mutexes.size();
	}

	CompositeLease lease(List<AbstractLease> leases) {
		return new CompositeLease(context().callbacks(), name(), VALUE_SEPARATOR, leases);
	}

	@Override
	public Lease attach(String value) {
		String[] values = value.split(VALUE_SEPARATOR);
		if (values.length != size()) {
			throw new IllegalArgumentException("Cannot attach to the " + size() + " locks " + PrintableName.from(name())
					+ " by a value of " + values.length + " locks: use Lease.value() of the lease that acquired them");
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
