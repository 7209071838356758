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

package io.github.redsync.spring.scope;

import java.util.ArrayList;
import java.util.List;

import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import io.github.redsync.LeaseNotHeldException;
import io.github.redsync.Redsync;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link LockScope} and {@link LockContextHolder}.
 */
class LockScopeTests {

	private final SharedLease first = lease();

	private final SharedLease second = lease();

	private final SharedLease third = lease();

	@Test
	void heldLocksStayOnPath() {
		LockScope outer = LockScope.inside(null, this.first, true, null);
		assertThat(LockScope.inside(outer, this.second, true, null).outer()).isSameAs(outer);
	}

	@Test
	void releasedLockLeavesPath() {
		LockScope path = LockScope.inside(LockScope.inside(null, this.first, true, null), this.second, true, null);
		release(this.first);
		assertThat(path(LockScope.inside(path, this.third, true, null))).containsExactly(this.third, this.second);
		release(this.second);
		assertThat(path(LockScope.inside(path, this.third, true, null))).containsExactly(this.third);
	}

	@Test
	void oneLostLockStaysOnPath() {
		LockScope path = LockScope.inside(LockScope.inside(null, this.first, true, null), this.second, true, null);
		List.of(this.first, this.second).forEach((lease) -> {
			lose(lease);
			lease.leave();
		});
		assertThat(path(LockScope.inside(path, this.third, true, null))).containsExactly(this.third, this.second);
	}

	@Test
	void lostLockWithIgnoredLossLeavesPath() {
		LockScope path = LockScope.inside(null, this.first, false, null);
		lose(this.first);
		this.first.leave();
		assertThat(path(LockScope.inside(path, this.second, true, null))).containsExactly(this.second);
	}

	@Test
	void joinedLeaseIsOnPathOnce() {
		LockScope path = LockScope.inside(LockScope.inside(null, this.first, true, null), this.second, true, null);
		assertThat(path(LockScope.inside(path, this.first, true, null))).containsExactly(this.first, this.second);
	}

	@Test
	void joinedLeaseStaysOnPathForOuterCall() {
		LockScope minding = LockScope.inside(null, this.first, true, null);
		LockScope path = LockScope.inside(minding, this.first, false, null);
		assertThat(path.outer()).isSameAs(minding);
		LockScope interrupted = LockScope.inside(null, this.first, true, Thread.currentThread());
		assertThat(LockScope.inside(interrupted, this.first, true, null).outer()).isSameAs(interrupted);
	}

	@Test
	void releasedOuterLockIsNotLost() {
		LockScope path = LockScope.inside(null, this.first, true, null);
		try (LockContextHolder.Scope scope = LockContextHolder.enter(LockScope.inside(path, this.second, true, null))) {
			release(this.first);
			assertThatNoException().isThrownBy(LockContextHolder::ensureHeld);
		}
	}

	@Test
	void lostOuterLockIsLost() {
		LockScope path = LockScope.inside(null, this.first, true, null);
		try (LockContextHolder.Scope scope = LockContextHolder.enter(LockScope.inside(path, this.second, true, null))) {
			lose(this.first);
			this.first.leave();
			assertThatExceptionOfType(LeaseLostException.class).isThrownBy(LockContextHolder::ensureHeld);
		}
	}

	@Test
	void releasedLockOfRunningCallIsNotHeld() {
		LockScope path = LockScope.inside(null, this.first, true, null);
		try (LockContextHolder.Scope outer = LockContextHolder.enter(path)) {
			release(this.first);
			try (LockContextHolder.Scope inner = LockContextHolder
				.enter(LockScope.inside(path, this.second, true, null))) {
				assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(LockContextHolder::ensureHeld);
			}
			assertThat(LockContextHolder.current()).isSameAs(path);
		}
		assertThat(LockContextHolder.current()).isNull();
	}

	private static List<SharedLease> path(LockScope innermost) {
		List<SharedLease> path = new ArrayList<>();
		for (LockScope lock = innermost; lock != null; lock = lock.outer()) {
			path.add(lock.shared());
		}
		return path;
	}

	private static SharedLease lease() {
		return new SharedLease(mock(Redsync.class), mock(Lease.class));
	}

	private static void release(SharedLease lease) {
		lease.leave();
		willThrow(new LeaseNotHeldException("released", List.of(), null)).given(lease.lease()).ensureHeld();
	}

	private static void lose(SharedLease lease) {
		willThrow(new LeaseLostException("lost", List.of(), null)).given(lease.lease()).ensureHeld();
	}

}
