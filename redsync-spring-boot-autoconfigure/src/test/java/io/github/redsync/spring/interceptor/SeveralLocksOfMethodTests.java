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

package io.github.redsync.spring.interceptor;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.github.redsync.Lease;
import io.github.redsync.LockTakenException;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncListener;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.test.memory.MemoryNodes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for methods that are called under several locks.
 */
class SeveralLocksOfMethodTests {

	private final MemoryNodes nodes = MemoryNodes.create(3);

	private final Redsync other = this.nodes.connect();

	private String template;

	private final Redsync redsync = this.nodes.builder().listener(new RedsyncListener() {

		@Override
		public void onGranted(Mutex mutex, Lease lease) {
			SeveralLocksOfMethodTests.this.template = mutex.options().label();
		}

	}).build();

	private Accounts accounts;

	@BeforeEach
	void setUp() {
		this.accounts = new LockedBeans(this.redsync).add(new Accounts(this.nodes));
	}

	@AfterEach
	void close() {
		this.redsync.close();
		this.other.close();
	}

	@Test
	void eachNameIsALock() {
		assertThat(this.accounts.transfer("2", "1")).containsExactlyInAnyOrder("account:1", "account:2");
		assertThat(this.nodes.get(0).keys()).isEmpty();
		assertThat(this.template).isEqualTo("account:#{#from} + account:#{#to}");
	}

	@Test
	void theSameNameTwiceIsOneLock() {
		assertThat(this.accounts.transfer("1", "1")).containsExactly("account:1");
	}

	@Test
	void eachElementOfACollectionIsALock() {
		assertThat(this.accounts.close(List.of("1", "2", "1"))).containsExactlyInAnyOrder("bank", "account:1:x",
				"account:2:x");
		assertThat(this.accounts.closeArray(3, 4)).containsExactlyInAnyOrder("account:3", "account:4");
		assertThat(this.template).isEqualTo("account:#{#ids}");
	}

	@Test
	void constantNamesAreLocks() {
		assertThat(this.accounts.report()).containsExactlyInAnyOrder("ledger", "report");
	}

	@Test
	void theErrorSaysWhichIsTaken() {
		try (Lease lease = this.other.newMutex("account:1").lock()) {
			assertThatExceptionOfType(LockTakenException.class).isThrownBy(() -> this.accounts.transfer("2", "1"))
				.withMessageContaining("'account:1' is taken");
			assertThat(this.nodes.countOf("account:2")).isZero();
		}
	}

	@Test
	void anEmptyCollectionIsAnError() {
		assertThatIllegalStateException().isThrownBy(() -> this.accounts.close(List.of()))
			.withMessageContaining("#{#ids} in the name 'account:#{#ids}:x' of its lock is empty: do not call");
		assertThatIllegalStateException().isThrownBy(() -> this.accounts.closeArray())
			.withMessageContaining("is empty");
	}

	@Test
	void aNullOrBlankElementIsAnError() {
		assertThatIllegalStateException().isThrownBy(() -> this.accounts.close(Arrays.asList("1", null)))
			.withMessageContaining("of its lock is null");
		assertThatIllegalStateException().isThrownBy(() -> this.accounts.close(List.of("1", " ")))
			.withMessageContaining("of its lock is blank");
		assertThatIllegalStateException().isThrownBy(() -> this.accounts.close(null))
			.withMessageContaining("of its lock is null");
		assertThatIllegalStateException().isThrownBy(() -> this.accounts.close(List.of(List.of("1"))))
			.withMessageContaining("has an element with several values");
		assertThat(this.nodes.get(0).keys()).isEmpty();
	}

	@Test
	void twoCollectionsInOneNameAreAnError() {
		assertThatIllegalStateException().isThrownBy(() -> this.accounts.pairs(List.of("1"), List.of("2")))
			.withMessageContaining("#{#more} in the name '#{#ids}:#{#more}' of its lock has several values, and so "
					+ "has an earlier expression");
	}

	@Test
	void theValuesOfArgumentsAreNeverEvaluated() {
		assertThat(this.accounts.transfer("${secret}#{1+1}", "#{T(java.lang.System).exit(1)}"))
			.containsExactlyInAnyOrder("account:${secret}#{1+1}", "account:#{T(java.lang.System).exit(1)}");
	}

	public static class Accounts {

		private final MemoryNodes nodes;

		Accounts(MemoryNodes nodes) {
			this.nodes = nodes;
		}

		private Set<String> held() {
			return this.nodes.get(0).keys();
		}

		@DistributedLock(names = { "account:#{#from}", "account:#{#to}" }, waitTime = "0s")
		public Set<String> transfer(String from, String to) {
			return held();
		}

		@DistributedLock(names = { "account:#{#ids}:x", "bank" })
		public Set<String> close(@Nullable List<?> ids) {
			return held();
		}

		@DistributedLock(names = "account:#{#ids}")
		public Set<String> closeArray(int... ids) {
			return held();
		}

		@DistributedLock(names = "#{#ids}:#{#more}")
		public Set<String> pairs(List<String> ids, List<String> more) {
			return held();
		}

		@DistributedLock(names = { "report", "ledger" })
		public Set<String> report() {
			return held();
		}

	}

}
