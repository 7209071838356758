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
import io.github.redsync.LeaseLostException
import io.github.redsync.LockTakenException
import io.github.redsync.Redsync
import io.github.redsync.spring.DistributedLock
import io.github.redsync.spring.LockContext
import io.github.redsync.spring.OnLost
import io.github.redsync.spring.interceptor.DistributedLockBeanPostProcessor
import io.github.redsync.test.memory.MemoryNodes
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.reactor.ReactorContext
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.awaitility.Awaitility
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.springframework.context.annotation.AnnotationConfigApplicationContext
import org.springframework.context.support.registerBean
import java.time.Duration
import java.util.concurrent.atomic.AtomicInteger

/**
 * Tests for `@DistributedLock` on suspending functions and flows.
 */
class DistributedLockKotlinTests {

	private val nodes = MemoryNodes.create(3)

	private val context = AnnotationConfigApplicationContext()

	private val redsync: Redsync = nodes.connect()

	private val orders: Orders

	init {
		context.registerBean<Redsync> { redsync }
		context.registerBean<DistributedLockBeanPostProcessor> {
			DistributedLockBeanPostProcessor(context.beanFactory, context.getBeanProvider(Redsync::class.java))
				.apply { isProxyTargetClass = true }
		}
		context.registerBean<Orders> { Orders() }
		context.refresh()
		orders = context.getBean(Orders::class.java)
	}

	@AfterEach
	fun tearDown() = context.close()

	@Test
	fun `suspending function runs under its lock`() = runTest {
		assertThat(orders.charge("7", nodes)).isEqualTo("charged")
		awaitNoKeys()
	}

	@Test
	fun `suspending functions with same name do not overlap`() = runTest {
		val running = AtomicInteger()
		List(8) { async(Dispatchers.Default) { orders.exclusively(running) } }.forEach { it.await() }
		assertThat(orders.maxRunning.get()).isEqualTo(1)
		awaitNoKeys()
	}

	@Test
	fun `exception is rethrown unchanged`() = runTest {
		val failure = IllegalArgumentException("failed")
		assertThat(assertThrows<IllegalArgumentException> { orders.fail(failure) }).hasMessage("failed")
		awaitNoKeys()
	}

	@Test
	fun `null is valid result`() = runTest {
		assertThat(orders.returnNull()).isNull()
		awaitNoKeys()
	}

	@Test
	fun `refusal throws exception`() = runTest {
		val other = redsync.newMutex("order:7").lock()
		assertThrows<LockTakenException> { orders.chargeWithoutWait("7") }
		other.close()
	}

	@Test
	fun `cancelled coroutine releases lock`() = runTest {
		val held = CompletableDeferred<Unit>()
		val job = launch { orders.hold(held) }
		held.await()
		job.cancelAndJoin()
		awaitNoKeys()
	}

	@Test
	fun `cancelled coroutine cancels acquisition`() = runTest {
		val other = redsync.newMutex("order:7").lock()
		val held = CompletableDeferred<Unit>()
		val job = launch(Dispatchers.Default) { orders.hold(held) }
		delay(20)
		job.cancelAndJoin()
		other.close()
		awaitNoKeys()
		assertThat(held.isCompleted).isFalse()
	}

	@Test
	fun `loss of lock cancels coroutine`() = runTest {
		val held = CompletableDeferred<Unit>()
		val loss = async { runCatching { orders.hold(held) }.exceptionOrNull() }
		held.await()
		nodes.servers().forEach { it.set("order:7", "other", null) }
		assertThat(loss.await()).isInstanceOf(LeaseLostException::class.java)
		assertThat(orders.cancelled.await()).isTrue()
	}

	@Test
	fun `loss of lock ends collection of flow`() = runTest {
		val held = CompletableDeferred<Unit>()
		val loss = async { runCatching { orders.itemsUntilCancelled(held).toList() }.exceptionOrNull() }
		held.await()
		nodes.servers().forEach { it.set("items", "other", null) }
		assertThat(loss.await()).isInstanceOf(LeaseLostException::class.java)
		assertThat(orders.cancelled.await()).isTrue()
	}

	@Test
	fun `cancelled collection of flow releases lock`() = runTest {
		val held = CompletableDeferred<Unit>()
		val job = launch { orders.itemsUntilCancelled(held).toList() }
		held.await()
		job.cancelAndJoin()
		assertThat(orders.cancelled.await()).isTrue()
		awaitNoKeys()
	}

	@Test
	fun `loss detected by release ends call`() = runTest {
		assertThat(assertThrows<LeaseLostException> { orders.evict("order:7", nodes) })
			.hasMessageContaining("its release has shown")
		assertThat(orders.evictIgnoringLoss("order:7", nodes)).isEqualTo("done")
	}

	@Test
	fun `nested function joins lock`() = runTest {
		assertThat(orders.nested(orders)).isEqualTo("order:7")
		awaitNoKeys()
	}

	@Test
	fun `lock is in context of coroutine`() = runTest {
		assertThat(orders.leases()).hasSize(2).allMatch { it.name() == "order:7" }
		assertThat(LockContext.find()).isEmpty()
	}

	@Test
	fun `flow is collected under its lock`() = runTest {
		val flow = orders.items(nodes)
		assertThat(orders.keys.get()).isZero()
		assertThat(flow.toList()).containsExactly(1, 2, 3)
		assertThat(orders.keys.get()).isGreaterThanOrEqualTo(2)
		awaitNoKeys()
		assertThat(flow.take(1).toList()).containsExactly(1)
		awaitNoKeys()
	}

	@Test
	fun `flow of suspending function is collected under its lock`() = runTest {
		assertThat(orders.itemsLater(nodes).toList()).containsExactly(1, 2, 3)
		assertThat(orders.keys.get()).isGreaterThanOrEqualTo(2)
		awaitNoKeys()
	}

	private fun runTest(body: suspend kotlinx.coroutines.CoroutineScope.() -> Unit) = runBlocking {
		withTimeout(LIMIT.toMillis(), body)
	}

	private fun awaitNoKeys() = Awaitility.await().atMost(LIMIT).untilAsserted {
		assertThat(nodes.servers()).allSatisfy { assertThat(it.keys()).isEmpty() }
	}

	open class Orders {

		open val maxRunning = AtomicInteger()

		open val keys = AtomicInteger()

		open val cancelled = CompletableDeferred<Boolean>()

		@DistributedLock("order:#{#id}")
		open suspend fun charge(id: String, nodes: MemoryNodes): String {
			delay(1)
			assertThat(nodes.countOf("order:$id")).isGreaterThanOrEqualTo(2)
			return "charged"
		}

		@DistributedLock(name = "order:#{#p0}", waitTime = "0s")
		open suspend fun chargeWithoutWait(id: String) = check(id.isEmpty())

		@DistributedLock(name = "exclusive", waitTime = "30s")
		open suspend fun exclusively(running: AtomicInteger) {
			maxRunning.accumulateAndGet(running.incrementAndGet(), Math::max)
			delay(1)
			running.decrementAndGet()
		}

		@DistributedLock("order:7")
		open suspend fun fail(failure: Exception): String {
			delay(1)
			throw failure
		}

		@DistributedLock("order:7")
		open suspend fun returnNull(): String? {
			delay(1)
			return null
		}

		@DistributedLock("order:7")
		open suspend fun hold(held: CompletableDeferred<Unit>) {
			held.complete(Unit)
			try {
				delay(LIMIT.toMillis())
			}
			finally {
				cancelled.complete(true)
			}
		}

		@DistributedLock(name = "items", expiry = "300ms")
		open fun itemsUntilCancelled(held: CompletableDeferred<Unit>): Flow<Int> = flow {
			emit(1)
			held.complete(Unit)
			try {
				delay(LIMIT.toMillis())
			}
			finally {
				cancelled.complete(true)
			}
		}

		@DistributedLock("order:7")
		open suspend fun evict(key: String, nodes: MemoryNodes): String {
			while (nodes.countOf(key) < 3) {
				delay(1)
			}
			nodes.servers().forEach { it.evict(key) }
			return "done"
		}

		@DistributedLock(name = "order:7", onLost = OnLost.IGNORE)
		open suspend fun evictIgnoringLoss(key: String, nodes: MemoryNodes): String = evict(key, nodes)

		@DistributedLock("order:7")
		open suspend fun nested(self: Orders): String {
			delay(1)
			return withContext(Dispatchers.Default) { self.inner() }
		}

		@DistributedLock(name = "order:7", waitTime = "0s")
		open suspend fun inner(): String {
			delay(1)
			return LockContext.currentReactive().awaitSingle().name()
		}

		@DistributedLock("order:7")
		open suspend fun leases(): List<Lease> {
			delay(1)
			val context = checkNotNull(currentCoroutineContext()[ReactorContext]).context
			return listOf(LockContext.currentReactive().awaitSingle(), LockContext.find(context).orElseThrow())
		}

		@DistributedLock("items")
		open fun items(nodes: MemoryNodes): Flow<Int> = flow {
			delay(1)
			keys.set(nodes.countOf("items"))
			repeat(3) { emit(it + 1) }
		}

		@DistributedLock("items")
		open suspend fun itemsLater(nodes: MemoryNodes): Flow<Int> {
			delay(1)
			return items(nodes)
		}

	}

	private companion object {

		val LIMIT: Duration = Duration.ofSeconds(30)

	}

}
