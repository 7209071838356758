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

import java.lang.reflect.Proxy;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redsync.node.RedisNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RedsyncBuilderTests {

	private final AtomicInteger closed = new AtomicInteger();

	private RedisNode node(String name) {
		return (RedisNode) Proxy.newProxyInstance(RedisNode.class.getClassLoader(), new Class<?>[] { RedisNode.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("close")) {
						this.closed.incrementAndGet();
					}
					return method.getName().equals("name") ? name : null;
				});
	}

	@Test
	void nodesAreClosedIfLaterNodeFails() {
		// Fails because Netty's native transport is not on the class path
		Redsync.Builder builder = Redsync.builder()
			.node(node("a"))
			.node(node("b"))
			.node("redis-socket:///run/none.sock");
		assertThatIllegalArgumentException().isThrownBy(builder::build);
		assertThat(this.closed).hasValue(2);
	}

	@Test
	void nodesAreClosedIfTwoHaveSameName() {
		Redsync.Builder builder = Redsync.builder().node(node("a")).node(node("b")).node(node("a"));
		assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("'a'");
		assertThat(this.closed).hasValue(3);
	}

	@Test
	void failedCloseDoesNotPreventOtherCloses() {
		RedisNode failing = (RedisNode) Proxy.newProxyInstance(RedisNode.class.getClassLoader(),
				new Class<?>[] { RedisNode.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("close")) {
						throw new IllegalStateException("close fails");
					}
					return method.getName().equals("name") ? "failing" : null;
				});
		Redsync.Builder builder = Redsync.builder().node(failing).node(node("a")).node(node("a"));
		assertThatIllegalArgumentException().isThrownBy(builder::build)
			.satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(1));
		assertThat(this.closed).hasValue(2);
	}

	@Test
	void failedTaskOfSameThreadExecutorRunsOnce() {
		AtomicInteger runs = new AtomicInteger();
		Executor executor = new FallbackExecutor(Runnable::run);
		assertThatIllegalStateException().isThrownBy(() -> executor.execute(() -> {
			runs.incrementAndGet();
			throw new IllegalStateException("the task fails");
		}));
		assertThat(runs).hasValue(1);
	}

	@Test
	void taskOfRejectingExecutorRunsOnCaller() {
		AtomicInteger runs = new AtomicInteger();
		Executor executor = new FallbackExecutor((task) -> {
			throw new NoClassDefFoundError("com/example/Pool");
		});
		executor.execute(runs::incrementAndGet);
		assertThat(runs).hasValue(1);
	}

}
