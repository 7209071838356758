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

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.LockTakenException;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.LockFailureHandler;
import io.github.redsync.spring.OnBusy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for what is said of annotations whose way to end a refused call is not possible.
 */
class RefusalDefinitionTests {

	private final LockedBeans beans = new LockedBeans();

	@ParameterizedTest
	@MethodSource
	void faultIsNamed(Object bean, String problem, String action) {
		FailureAnalysis failure = failureOf(bean);
		assertThat(failure.getDescription()).startsWith("The method '" + bean.getClass().getName() + ".call(")
			.contains(")' of the bean 'orders' cannot be locked: ")
			.contains(problem);
		assertThat(failure.getAction()).contains(action);
	}

	static Stream<Arguments> faultIsNamed() {
		return Stream.of(Arguments.of(new SkippedPrimitive(),
				"its @DistributedLock has onBusy = SKIP, but it returns int, which has no empty value for a skipped call.",
				"such as an Optional, or use 'fallback' to name a method that returns the int."),
				Arguments.of(new SkippedGenericPrimitive(), "it returns boolean", "Optional"),
				Arguments.of(new SkipAndFallback(),
						"its @DistributedLock has both onBusy = SKIP and fallback = 'instead'.", "Remove one of them"),
				Arguments.of(new NoFallback(),
						"the attribute 'fallback' of its @DistributedLock is 'instead': " + NoFallback.class.getName()
								+ " has no other method of this name.",
						"Declare one method 'String instead(List, int, LockNotAcquiredException)' in the class of the bean. The last parameter may be of a subtype, or omitted."),
				Arguments.of(new OwnFallback(), "has no other method of this name",
						"Declare one method 'void call(LockNotAcquiredException)'"),
				Arguments.of(new OtherParameters(),
						"the parameters do not match: 'void instead()', 'void instead(Integer)', "
								+ "'void instead(String, Object)', 'void instead(String, RuntimeException, int)'.",
						"'void instead(String, LockNotAcquiredException)'"),
				Arguments.of(new OtherElements(), "the parameters do not match", "Declare"),
				Arguments.of(new Ambiguous(), "it is ambiguous: 'void instead()', 'void instead(LockTakenException)'.",
						"Declare one method"),
				Arguments.of(new OtherReturnType(), "it returns java.lang.Integer, which the method cannot return.",
						"'String instead("),
				Arguments.of(new OtherElementType(),
						"it returns java.util.Optional<java.lang.Integer>, which the method cannot return.",
						"'Optional instead("),
				Arguments.of(new ReturnsNothing(), "it returns void, which the method cannot return.", "Declare"),
				Arguments.of(new LockedFallback(), "it has a @DistributedLock too, which would not apply.",
						"Remove its @DistributedLock. If that is on the class, make the fallback non-public."),
				Arguments.of(new LockedByClass(), "it has a @DistributedLock too", "make the fallback non-public"));
	}

	@Test
	void possibleOnesAreAccepted() {
		assertThatNoException().isThrownBy(() -> this.beans.add("orders", new Possible()));
	}

	@Test
	void fallbackOfASuperclassIsFound() {
		class Sub extends Possible {

		}
		assertThatNoException().isThrownBy(() -> this.beans.add("orders", new Sub()));
	}

	@Test
	void severalHandlersAreRefused() {
		LockFailureHandler handler = (failure, method, arguments) -> null;
		this.beans.beanFactory.registerSingleton("one", handler);
		this.beans.beanFactory.registerSingleton("two", handler);
		this.beans.add("orders", new Possible());
		assertThatExceptionOfType(FailureAnalyzedException.class)
			.isThrownBy(this.beans.postProcessor::afterSingletonsInstantiated)
			.withMessageContaining(
					"of the bean 'orders' cannot be locked: there are several LockFailureHandler beans: [one, two].")
			.satisfies((ex) -> assertThat(ex.analysis().getAction())
				.isEqualTo("Make one of them @Primary, or keep only one."));
	}

	private FailureAnalysis failureOf(Object bean) {
		try {
			this.beans.add("orders", bean);
		}
		catch (BeanCreationException ex) {
			assertThat(ex.getCause()).isInstanceOf(FailureAnalyzedException.class);
			return ((FailureAnalyzedException) ex.getCause()).analysis();
		}
		throw new AssertionError("Nothing is said of " + bean.getClass());
	}

	public static class SkippedPrimitive {

		@DistributedLock(name = "order", onBusy = OnBusy.SKIP)
		public int call() {
			return 0;
		}

	}

	public static class SkippedGenericPrimitive {

		@DistributedLock(name = "order", onBusy = OnBusy.SKIP)
		public boolean call(String id) {
			return true;
		}

	}

	public static class SkipAndFallback {

		@DistributedLock(name = "order", onBusy = OnBusy.SKIP, fallback = "instead")
		public void call() {
		}

		void instead() {
		}

	}

	public static class NoFallback {

		@DistributedLock(name = "order", fallback = "instead")
		public String call(List<String> texts, int number) {
			return "";
		}

	}

	public static class OwnFallback {

		@DistributedLock(name = "order", fallback = "call")
		public void call() {
		}

	}

	public static class OtherParameters {

		@DistributedLock(name = "order", fallback = "instead")
		public void call(String id) {
		}

		void instead() {
		}

		void instead(Integer id) {
		}

		void instead(String id, Object failure) {
		}

		void instead(String id, RuntimeException failure, int more) {
		}

	}

	public static class OtherElements {

		@DistributedLock(name = "order", fallback = "instead")
		public void call(String id) {
		}

		void instead(String id, IllegalStateException failure) {
		}

	}

	public static class Ambiguous {

		@DistributedLock(name = "order", fallback = "instead")
		public void call() {
		}

		void instead() {
		}

		void instead(LockTakenException failure) {
		}

	}

	public static class OtherReturnType {

		@DistributedLock(name = "order", fallback = "instead")
		public String call() {
			return "";
		}

		Integer instead() {
			return 1;
		}

	}

	public static class OtherElementType {

		@DistributedLock(name = "order", fallback = "instead")
		public Optional<String> call() {
			return Optional.empty();
		}

		Optional<Integer> instead() {
			return Optional.empty();
		}

	}

	public static class ReturnsNothing {

		@DistributedLock(name = "order", fallback = "instead")
		public String call() {
			return "";
		}

		void instead() {
		}

	}

	public static class LockedFallback {

		@DistributedLock(name = "order", fallback = "instead")
		public void call() {
		}

		@DistributedLock("other")
		public void instead() {
		}

	}

	@DistributedLock("order")
	public static class LockedByClass {

		@DistributedLock(name = "order", fallback = "instead")
		public void call() {
		}

		public void instead() {
		}

	}

	public static class Possible {

		@DistributedLock(name = "order", fallback = "instead")
		public Optional<? extends Number> call(List<String> texts, int number) {
			return Optional.empty();
		}

		Optional<Integer> instead(List<? extends CharSequence> texts, Integer number, Throwable failure) {
			return Optional.empty();
		}

		@DistributedLock(name = "order", fallback = "count")
		public int primitive() {
			return 0;
		}

		private Integer count(LockNotAcquiredException failure) {
			return 0;
		}

		@DistributedLock(name = "order", fallback = "count")
		public void nothing(String text) {
		}

		private int count(String text) {
			return 0;
		}

		@DistributedLock("order")
		public void plain() {
		}

	}

}
