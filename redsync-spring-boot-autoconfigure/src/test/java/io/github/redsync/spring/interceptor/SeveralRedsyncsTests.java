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

import java.util.concurrent.atomic.AtomicInteger;

import io.github.redsync.Redsync;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.autoconfigure.DistributedLockAutoConfiguration;
import io.github.redsync.spring.autoconfigure.RedsyncAutoConfiguration;
import io.github.redsync.test.memory.MemoryNodes;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications with several {@link Redsync} beans.
 */
class SeveralRedsyncsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(RedsyncAutoConfiguration.class, DistributedLockAutoConfiguration.class))
		.withPropertyValues("lock.bean=second")
		.withUserConfiguration(Beans.class);

	@Test
	void locksOfDifferentBeansAreDifferentLocks() {
		this.runner.withBean(Orders.class).run((context) -> {
			Orders orders = context.getBean(Orders.class);
			// Would wait for itself if both were one lock
			assertThat(orders.inFirst(() -> orders.inSecond(
					() -> "first=%d second=%d".formatted(Beans.FIRST.countOf("order"), Beans.SECOND.countOf("order")))))
				.isEqualTo("first=3 second=3");
			assertThat(Beans.FIRST.countOf("order")).isZero();
			assertThat(Beans.SECOND.countOf("order")).isZero();
		});
	}

	@Test
	void withoutTheAttributeThePrimaryOneIsTaken() {
		this.runner.withUserConfiguration(PrimaryBean.class)
			.withBean(Unnamed.class)
			.run((context) -> assertThat(context.getBean(Unnamed.class).count()).isEqualTo(3));
	}

	@Test
	void withoutTheAttributeAndAPrimaryOneTheMendIsNamed() {
		this.runner.withBean(Unnamed.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("The method '" + Unnamed.class.getName() + ".count()' of the bean '")
				.hasMessageContaining("cannot be locked: there are several Redsync beans: [first, second].")
				.extracting((failure) -> ((FailureAnalyzedException) failure).analysis().getAction())
				.isEqualTo(
						"Select one of them with the attribute 'redsync' of the @DistributedLock, or make one @Primary."));
	}

	@Test
	void anUnknownNameListsTheCandidates() {
		this.runner.withBean(Misspelt.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining(
						"the attribute 'redsync' of its @DistributedLock is 'secnod': there is no bean of "
								+ "this name and of type " + Redsync.class.getName())
				.extracting((failure) -> ((FailureAnalyzedException) failure).analysis().getAction())
				.isEqualTo("Use one of [first, second], or define a bean of this name and type."));
	}

	@Test
	void aBeanOfAnotherTypeIsNone() {
		this.runner.withBean("secnod", AtomicInteger.class)
			.withBean(Misspelt.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("of type " + Redsync.class.getName()));
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		static final MemoryNodes FIRST = MemoryNodes.create(3);

		static final MemoryNodes SECOND = MemoryNodes.create(3);

		@Bean
		Redsync first() {
			return FIRST.connect();
		}

		@Bean
		Redsync second() {
			return SECOND.connect();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryBean {

		@Bean
		@Primary
		Redsync third() {
			return Beans.SECOND.connect();
		}

	}

	interface Body {

		String run();

	}

	static class Orders {

		@DistributedLock(name = "order", redsync = "first")
		String inFirst(Body body) {
			return body.run();
		}

		@DistributedLock(name = "order", redsync = "${lock.bean}")
		String inSecond(Body body) {
			return body.run();
		}

	}

	static class Unnamed {

		@DistributedLock("order")
		int count() {
			return Beans.SECOND.countOf("order");
		}

	}

	static class Misspelt {

		@DistributedLock(name = "order", redsync = "secnod")
		void call() {
		}

	}

}
