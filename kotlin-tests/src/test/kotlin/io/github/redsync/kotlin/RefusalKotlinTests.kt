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

import io.github.redsync.Lease
import io.github.redsync.LockNotAcquiredException
import io.github.redsync.LockTakenException
import io.github.redsync.QuorumUnavailableException
import io.github.redsync.Redsync
import io.github.redsync.spring.DistributedLock
import io.github.redsync.spring.LockFailureHandler
import io.github.redsync.spring.OnBusy
import io.github.redsync.spring.interceptor.DistributedLockBeanPostProcessor
import io.github.redsync.test.memory.MemoryNodes
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.springframework.context.annotation.AnnotationConfigApplicationContext
import org.springframework.context.support.registerBean

/**
 * Tests for suspending functions and flows whose lock is taken.
 */
class RefusalKotlinTests {

	private val nodes = MemoryNodes.create(3)

	private val context = AnnotationConfigApplicationContext()

	private val redsync: Redsync = nodes.connect()

	private val other: Redsync = nodes.connect()

	private val handled = mutableListOf<String>()

	private val jobs: Jobs

	private lateinit var taken: Lease

	init {
		context.registerBean<Redsync> { redsync }
		context.registerBean<DistributedLockBeanPostProcessor> {
			DistributedLockBeanPostProcessor(context.beanFactory, context.getBeanProvider(Redsync::class.java))
				.apply { isProxyTargetClass = true }
		}
		context.registerBean<LockFailureHandler> {
			LockFailureHandler { failure, method, arguments ->
				handled += "${method.name}(${arguments.joinToString()})"
				when (method.name) {
					"plain" -> "result of handler"
					"plainFlow" -> flowOf(7)
					else -> throw failure
				}
			}
		}
		context.registerBean<Jobs> { Jobs() }
		context.refresh()
		jobs = context.getBean(Jobs::class.java)
	}

	@BeforeEach
	fun take() {
		taken = other.newMutex("job").lock()
	}

	@AfterEach
	fun tearDown() {
		context.close()
		other.close()
	}

	@Test
	fun `skipped calls return no result`() = runTest {
		assertThat(jobs.skip()).isNull()
		jobs.skipUnit()
		assertThat(jobs.skipFlow().toList()).isEmpty()
		assertThat(jobs.skipFlowLater().toList()).isEmpty()
		assertThat(jobs.ran).isZero()
		assertThat(handled).isEmpty()
	}

	@Test
	fun `calls are not skipped if lock is free`() = runTest {
		taken.close()
		assertThat(jobs.skip()).isEqualTo("ran")
		assertThat(jobs.skipFlow().toList()).containsExactly(1)
		assertThat(jobs.skipFlowLater().toList()).containsExactly(1)
		assertThat(jobs.orElse("a")).isEqualTo("ran")
	}

	@Test
	fun `calls are skipped only if lock is taken`() = runTest {
		unavailable()
		assertThrows<QuorumUnavailableException> { jobs.skip() }
		assertThrows<QuorumUnavailableException> { jobs.skipFlow().toList() }
	}

	@Test
	fun `fallback is called instead of function`() = runTest {
		assertThat(jobs.orElse("a")).isEqualTo("a instead")
		assertThat(jobs.orElseWhy("b")).isEqualTo("b LockTakenException")
		assertThat(jobs.flowOrElse("c").toList()).containsExactly(0)
		assertThat(jobs.ran).isZero()
		assertThat(handled).isEmpty()
	}

	@Test
	fun `fallback for one reason does not handle others`() = runTest {
		unavailable()
		assertThrows<QuorumUnavailableException> { jobs.orElseWhy("b") }
	}

	@Test
	fun `handler is called without continuation`() = runTest {
		assertThat(jobs.plain("x")).isEqualTo("result of handler")
		assertThat(jobs.plainFlow("y").toList()).containsExactly(7)
		assertThrows<LockTakenException> { jobs.other("z") }
		assertThat(handled).containsExactly("plain(x)", "plainFlow(y)", "other(z)")
		assertThat(jobs.ran).isZero()
	}

	private fun unavailable() {
		nodes[0].refuse()
		nodes[1].refuse()
	}

	private fun runTest(body: suspend kotlinx.coroutines.CoroutineScope.() -> Unit) = runBlocking {
		withTimeout(30_000, body)
	}

	open class Jobs {

		@Volatile
		private var calls = 0

		open val ran get() = calls

		private suspend fun run(): String {
			calls++
			delay(1)
			return "ran"
		}

		@DistributedLock(name = "job", onBusy = OnBusy.SKIP)
		open suspend fun skip(): String? = run()

		@DistributedLock(name = "job", onBusy = OnBusy.SKIP)
		open suspend fun skipUnit() {
			run()
		}

		@DistributedLock(name = "job", onBusy = OnBusy.SKIP)
		open fun skipFlow(): Flow<Int> {
			calls++
			return flowOf(1)
		}

		@DistributedLock(name = "job", onBusy = OnBusy.SKIP)
		open suspend fun skipFlowLater(): Flow<Int> {
			run()
			return flowOf(1)
		}

		@DistributedLock(name = "job", waitTime = "0s", fallback = "instead")
		open suspend fun orElse(text: String): String = run()

		private suspend fun instead(text: String): String {
			delay(1)
			return "$text instead"
		}

		@DistributedLock(name = "job", waitTime = "0s", fallback = "why")
		open suspend fun orElseWhy(text: String): String = run()

		private suspend fun why(text: String, reason: LockTakenException): String {
			delay(1)
			return "$text ${reason.javaClass.simpleName}"
		}

		@DistributedLock(name = "job", waitTime = "0s", fallback = "otherFlow")
		open fun flowOrElse(text: String): Flow<Int> {
			calls++
			return flowOf(1)
		}

		private fun otherFlow(text: String, reason: LockNotAcquiredException): Flow<Int> =
			if (reason is LockTakenException) flowOf(0) else throw IllegalArgumentException(text)

		@DistributedLock(name = "job", waitTime = "0s")
		open suspend fun plain(text: String): String = run()

		@DistributedLock(name = "job", waitTime = "0s")
		open fun plainFlow(text: String): Flow<Int> {
			calls++
			return flowOf(1)
		}

		@DistributedLock(name = "job", waitTime = "0s")
		open suspend fun other(text: String): String = run()

	}

}
