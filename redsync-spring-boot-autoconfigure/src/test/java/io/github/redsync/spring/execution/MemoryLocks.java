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

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import io.github.redsync.AcquireOutcome;
import io.github.redsync.Lease;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncListener;
import io.github.redsync.spring.interceptor.DistributedLockBeanPostProcessor;
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.memory.MemoryServer;
import org.awaitility.Awaitility;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans with real locks over three in-memory servers.
 */
final class MemoryLocks implements AutoCloseable {

	static final Duration LIMIT = Duration.ofSeconds(30);

	/** A single thread, so that callbacks run in order. */
	private final ExecutorService callbacks = Executors.newSingleThreadExecutor();

	final MemoryNodes nodes = MemoryNodes.create(3);

	final List<AcquireOutcome> outcomes = new CopyOnWriteArrayList<>();

	final Redsync redsync = this.nodes.builder().callbackExecutor(this.callbacks).listener(new RedsyncListener() {

		@Override
		public void onAcquireEnded(Mutex mutex, AcquireOutcome outcome, Duration elapsed) {
			MemoryLocks.this.outcomes.add(outcome);
		}

	}).build();

	final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	MemoryLocks(Class<?>... beans) {
		this.context.registerBean("redsync", Redsync.class, () -> this.redsync);
		this.context.register(PostProcessor.class);
		this.context.register(beans);
		this.context.refresh();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * Hold a lock as another client.
	 * @param name the name of the lock
	 * @return its lease
	 */
	Lease take(String name) {
		return this.redsync.newMutex(name).lock();
	}

	/**
	 * Make a lease lost: its key is replaced on the servers.
	 * @param lease the lease
	 */
	void lose(Lease lease) {
		awaitKeys(Set.of(lease.name()));
		this.nodes.servers().forEach((server) -> server.set(lease.name(), "another client", null));
		// Detected by the extension
		assertThat(lease.extendAsync()).failsWithin(LIMIT);
		assertThat(lease.isValid()).isFalse();
	}

	/**
	 * Delete the keys of a lock, which is not detected before the next request to the
	 * nodes.
	 * @param name the name of the lock
	 */
	void evict(String name) {
		awaitKeys(Set.of(name));
		this.nodes.servers().forEach((server) -> assertThat(server.evict(name)).isTrue());
	}

	void awaitNoKeys() {
		awaitKeys(Set.of());
	}

	void awaitKeys(Set<String> keys) {
		Awaitility.await()
			.atMost(LIMIT)
			.untilAsserted(() -> assertThat(this.nodes.servers())
				.allSatisfy((server) -> assertThat(server.keys()).containsExactlyInAnyOrderElementsOf(keys)));
	}

	Set<String> keys() {
		return this.nodes.servers().stream().map(MemoryServer::keys).flatMap(Set::stream).collect(Collectors.toSet());
	}

	@Override
	public void close() {
		this.context.close();
		this.callbacks.shutdown();
	}

	@Configuration(proxyBeanMethods = false)
	static class PostProcessor {

		@Bean
		static DistributedLockBeanPostProcessor distributedLockBeanPostProcessor(ConfigurableBeanFactory beanFactory,
				ObjectProvider<Redsync> redsync) {
			DistributedLockBeanPostProcessor processor = new DistributedLockBeanPostProcessor(beanFactory, redsync);
			processor.setProxyTargetClass(true);
			return processor;
		}

	}

}
