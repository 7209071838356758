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

package io.github.redsync.kotlin

import io.github.redsync.Redsync
import io.github.redsync.test.memory.MemoryNodes
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.io.IOException
import java.util.concurrent.CompletableFuture

/**
 * Tests for the calls of [io.github.redsync.LockOperations] as Kotlin code writes them.
 */
class LockOperationsKotlinTests {

	private val redsync: Redsync = MemoryNodes.create(3).connect()

	private var runs = 0

	@AfterEach
	fun close() {
		redsync.close()
	}

	private fun run() {
		runs++
	}

	@Test
	fun `types in the call select the overload with a result`() {
		val number: Int = redsync.withLock<Int, RuntimeException>("order:7") { 7 }
		assertThat(number).isEqualTo(7)
		assertThat(redsync.withLock<String?, RuntimeException>("order:7") { null }).isNull()
		assertThat(redsync.tryWithLock<Int, RuntimeException>("order:7") { 7 }).hasValue(7)
	}

	@Test
	fun `customizer precedes callback with lease`() {
		val options = redsync.withLock<String, RuntimeException>("order:7", { it.fencing(true) }) { lease ->
			"${lease.name()} ${lease.fencingToken() > 0}"
		}
		assertThat(options).isEqualTo("order:7 true")
	}

	@Test
	fun `lambda without types is a task`() {
		redsync.withLock("order:7") { run() }
		redsync.withLock("order:7", this::run)
		assertThat(redsync.tryWithLock("order:7", this::run)).isTrue()
		assertThat(runs).isEqualTo(3)
	}

	@Test
	fun `exception of lambda is thrown unchanged`() {
		assertThrows<IOException> { redsync.withLock("order:7") { throw IOException() } }
		assertThrows<IOException> { redsync.withLock<Int, IOException>("order:7") { throw IOException() } }
	}

	@Test
	fun `future is inferred`() {
		val later = redsync.withLockAsync("order:7") { CompletableFuture.completedFuture(7) }
		assertThat(later.join()).isEqualTo(7)
	}

}
