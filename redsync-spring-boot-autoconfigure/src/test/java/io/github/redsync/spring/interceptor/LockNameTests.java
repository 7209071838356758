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

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import io.github.redsync.spring.DistributedLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.expression.spel.SpelEvaluationException;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link LockNameTemplate}, {@link LockNamePart} and
 * {@link CallEvaluationContext}.
 */
class LockNameTests {

	private static final String ORDERS = Orders.class.getName();

	private LockedBeans beans;

	private FakeRedsync redsync;

	private Orders orders;

	@BeforeEach
	void setUp() {
		this.beans = new LockedBeans();
		this.redsync = this.beans.redsync;
		this.beans.properties.put("shop.prefix", "berlin");
		this.beans.beanFactory.registerSingleton("tenants", new Tenants());
		this.orders = this.beans.add(new Orders());
	}

	@Test
	void nameIsThatOfTheArgument() {
		this.orders.byProperty(new Order("42"));
		assertThat(name()).isEqualTo("order:42");
		this.orders.byProperty(new Order("43"));
		assertThat(name()).isEqualTo("order:43");
	}

	@Test
	void argumentsAreKnownByPosition() {
		this.orders.byPosition("a", 7);
		assertThat(name()).isEqualTo("a/7");
	}

	@Test
	void callIsKnownAsRoot() {
		this.orders.byRoot("x", "y");
		assertThat(name()).isEqualTo("byRoot|Orders|here|y|2");
	}

	@Test
	void beansAreKnown() {
		this.orders.byBean("7");
		assertThat(name()).isEqualTo("tenant-7");
	}

	@Test
	void typesAreKnown() {
		this.orders.byType("ABC");
		assertThat(name()).isEqualTo("abc");
	}

	@Test
	void typesAreKnownToThreadsOfAnyClassLoader() {
		ClassLoader before = ClassUtils.overrideThreadContextClassLoader(ClassLoader.getPlatformClassLoader());
		try {
			this.orders.byOwnType();
		}
		finally {
			ClassUtils.overrideThreadContextClassLoader(before);
		}
		assertThat(name()).isEqualTo("SMALL");
	}

	@Test
	void placeholdersAreResolved() {
		this.orders.byPlaceholder("1");
		assertThat(name()).isEqualTo("berlin-1-none");
	}

	@Test
	void placeholderCanBeEscaped() {
		this.orders.byEscapedPlaceholder();
		assertThat(name()).isEqualTo("price:${shop.prefix}");
	}

	@Test
	void valueOfAnArgumentIsNeverEvaluated() {
		this.orders.byId("${secret}#{1+1}");
		assertThat(name()).isEqualTo("order:${secret}#{1+1}");
		this.orders.byPlaceholder("${shop.prefix}#{T(java.lang.System).exit(1)}");
		assertThat(name()).isEqualTo("berlin-${shop.prefix}#{T(java.lang.System).exit(1)}-none");
	}

	@Test
	void valuesWithTextOfTheirOwnAreParts() {
		UUID id = UUID.randomUUID();
		assertThat(nameOf(id)).isEqualTo("any:" + id);
		assertThat(nameOf(7L)).isEqualTo("any:7");
		assertThat(nameOf(true)).isEqualTo("any:true");
		assertThat(nameOf(Kind.SMALL)).isEqualTo("any:SMALL");
		assertThat(nameOf(LocalDate.of(2026, 2, 3))).isEqualTo("any:2026-02-03");
		assertThat(nameOf(new Order("1"))).isEqualTo("any:Order[id=1]");
		assertThat(nameOf(Optional.of("a"))).isEqualTo("any:a");
	}

	@Test
	void nullPartIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> this.orders.byId(null))
			.withMessage("The method '" + ORDERS + ".byId(String)' cannot be locked: #{#id} in the name 'order:#{#id}' "
					+ "of its lock is null");
		assertThatIllegalStateException().isThrownBy(() -> this.orders.byProperty(new Order(null)));
		assertThatIllegalStateException().isThrownBy(() -> this.orders.any(Optional.empty()));
		assertThat(this.redsync.events()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t\n" })
	void blankPartIsRefused(String id) {
		assertThatIllegalStateException().isThrownBy(() -> this.orders.byId(id))
			.withMessageContaining("#{#id} in the name 'order:#{#id}' of its lock is blank");
	}

	@Test
	void partThatDiffersFromProcessToProcessIsRefused() {
		for (Object value : Arrays.asList(new Object(), new Orders())) {
			assertThatIllegalStateException().isThrownBy(() -> this.orders.any(value))
				.withMessageContaining("is of " + value.getClass()
						+ ", which does not override toString(): use a property that identifies the object");
		}
	}

	@Test
	void partOfSeveralValuesIsRefused() {
		for (Object value : Arrays.asList(List.of("a"), Set.of(), new String[] { "a" }, new int[0])) {
			assertThatIllegalStateException().isThrownBy(() -> this.orders.any(value))
				.withMessageContaining(
						"#{#value} in the name 'any:#{#value}' of its lock has several values: use 'names' instead of 'name' to lock each of them");
		}
	}

	@Test
	void expressionThatFailsIsNamed() {
		assertThatIllegalStateException().isThrownBy(() -> this.orders.byProperty(null))
			.withMessageStartingWith("The method '" + ORDERS + ".byProperty(Order)' cannot be locked: #{#order.id} in "
					+ "the name 'order:#{#order.id}' of its lock cannot be evaluated: EL1007E")
			.withCauseInstanceOf(SpelEvaluationException.class);
		assertThat(this.redsync.events()).isEmpty();
	}

	@Test
	void expressionCannotAssign() {
		Map<String, String> map = new java.util.HashMap<>(Map.of("id", "1"));
		assertThatIllegalStateException().isThrownBy(() -> this.orders.assigning(map));
		assertThat(map).containsEntry("id", "1");
	}

	private String nameOf(Object value) {
		this.orders.any(value);
		return name();
	}

	private String name() {
		return this.redsync.lastMutex().name();
	}

	record Order(@Nullable String id) {
	}

	enum Kind {

		SMALL;

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	public static class Tenants {

		public String of(String id) {
			return "tenant-" + id;
		}

	}

	public static class Orders {

		@DistributedLock("order:#{#id}")
		public void byId(@Nullable String id) {
		}

		@DistributedLock("order:#{#order.id}")
		public void byProperty(@Nullable Order order) {
		}

		@DistributedLock("any:#{#value}")
		public void any(Object value) {
		}

		@DistributedLock("#{#p0}/#{#a1}")
		public void byPosition(String first, int second) {
		}

		@DistributedLock("#{#root.method.name}|#{#root.targetClass.simpleName}|#{#root.target.place}"
				+ "|#{#root.args[1]}|#{args.length}")
		public void byRoot(String first, String second) {
		}

		@DistributedLock("#{@tenants.of(#id)}")
		public void byBean(String id) {
		}

		@DistributedLock("#{#id.toLowerCase(T(java.util.Locale).ROOT)}")
		public void byType(String id) {
		}

		@DistributedLock("#{T(io.github.redsync.spring.interceptor.LockNameTests$Kind).SMALL}")
		public void byOwnType() {
		}

		@DistributedLock("${shop.prefix}-#{#id}-${shop.suffix:none}")
		public void byPlaceholder(String id) {
		}

		@DistributedLock("price:\\${shop.prefix}")
		public void byEscapedPlaceholder() {
		}

		@DistributedLock("#{#map['id'] = 2}")
		public void assigning(Map<String, String> map) {
		}

		public String getPlace() {
			return "here";
		}

	}

}
