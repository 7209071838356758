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

package io.github.redsync.spring.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.redsync.spring.scope.SharedLease;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The leases that one transaction shares, each with a flag for whether its loss prevents
 * the commit. Used by the thread of the transaction, except that a JTA transaction may
 * report its completion on another thread.
 */
final class TransactionScope implements TransactionSynchronization {

	private static final ThreadLocal<@Nullable List<TransactionScope>> SCOPES = new ThreadLocal<>();

	private final Map<SharedLease, Boolean> leases = new LinkedHashMap<>(2);

	private boolean suspended;

	private boolean completing;

	private boolean completed;

	private TransactionScope() {
	}

	/**
	 * Find the leases of all transactions of the current thread, suspended or not.
	 * @return the leases
	 */
	static List<SharedLease> heldByThread() {
		List<TransactionScope> scopes = SCOPES.get();
		if (scopes == null) {
			return List.of();
		}
		List<SharedLease> held = new ArrayList<>();
		scopes.forEach((scope) -> held.addAll(scope.held()));
		return held;
	}

	/**
	 * Share a lease with the current transaction. Does nothing if there is none. A scope
	 * without a transaction, such as that of {@code NOT_SUPPORTED}, commits nothing.
	 * @param lease the lease
	 * @param lossPreventsCommit whether the loss of the lock prevents the commit
	 */
	static void hold(SharedLease lease, boolean lossPreventsCommit) {
		if (TransactionSynchronizationManager.isActualTransactionActive()
				&& TransactionSynchronizationManager.isSynchronizationActive()) {
			current().add(lease, lossPreventsCommit);
		}
	}

	/**
	 * Throw if a transaction of the current thread that is not suspended has lost a lock.
	 * @throws io.github.redsync.LeaseLostException if a loss prevents the commit
	 */
	static void ensureHeld() {
		List<TransactionScope> scopes = SCOPES.get();
		if (scopes != null) {
			scopes.forEach((scope) -> scope.leasesRequiredToCommit().forEach(SharedLease::ensureHeld));
		}
	}

	private static TransactionScope current() {
		List<TransactionScope> scopes = SCOPES.get();
		if (scopes == null) {
			scopes = new ArrayList<>(2);
			SCOPES.set(scopes);
		}
		scopes.removeIf(TransactionScope::isCompleted);
		for (TransactionScope scope : scopes) {
			if (scope.isOpen()) {
				return scope;
			}
		}
		TransactionScope scope = new TransactionScope();
		TransactionSynchronizationManager.registerSynchronization(scope);
		scopes.add(scope);
		return scope;
	}

	private synchronized void add(SharedLease lease, boolean lossPreventsCommit) {
		if (this.completed) {
			return;
		}
		if (this.leases.containsKey(lease)) {
			this.leases.merge(lease, lossPreventsCommit, Boolean::logicalOr);
		}
		else if (lease.join()) {
			this.leases.put(lease, lossPreventsCommit);
		}
	}

	private synchronized List<SharedLease> held() {
		return List.copyOf(this.leases.keySet());
	}

	private synchronized List<SharedLease> leasesRequiredToCommit() {
		return this.suspended ? List.of()
				: this.leases.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
	}

	/**
	 * Return whether no completion callback has been called yet, so that a lease that is
	 * added now is checked and released.
	 */
	private synchronized boolean isOpen() {
		return !this.suspended && !this.completing && !this.completed;
	}

	private synchronized boolean isCompleted() {
		return this.completed;
	}

	@Override
	public synchronized void suspend() {
		this.suspended = true;
	}

	@Override
	public synchronized void resume() {
		this.suspended = false;
	}

	/**
	 * Check the leases where no {@link CommitGuard} does: with a transaction manager that
	 * reports no commits, or that participates in a transaction begun elsewhere.
	 */
	@Override
	public void beforeCommit(boolean readOnly) {
		leasesRequiredToCommit().forEach(SharedLease::ensureHeld);
	}

	@Override
	public synchronized void beforeCompletion() {
		this.completing = true;
	}

	@Override
	public void afterCompletion(int status) {
		List<TransactionScope> scopes = SCOPES.get();
		if (scopes != null && scopes.remove(this) && scopes.isEmpty()) {
			SCOPES.remove();
		}
		DeferredRelease.leave(complete());
	}

	private synchronized List<SharedLease> complete() {
		this.completed = true;
		List<SharedLease> held = held();
		this.leases.clear();
		return held;
	}

}
