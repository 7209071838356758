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

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.stream.Stream;

import io.github.redsync.spring.DistributedLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LockAnnotations}: which of several annotations applies, and which
 * cannot be told apart.
 */
class LockAnnotationsTests {

	private final LockedBeans beans = new LockedBeans();

	@ParameterizedTest
	@MethodSource
	void differentLocksOfOneMethodAreRefused(Object bean, String first, String second) {
		assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> this.beans.add("orders", bean))
			.havingCause()
			.isInstanceOfSatisfying(FailureAnalyzedException.class,
					(ex) -> assertThat(ex.analysis().getAction()).startsWith("Keep one of them."))
			.withMessageContaining("' of the bean 'orders' cannot be locked: several @DistributedLock annotations "
					+ "apply to it and differ: ")
			.withMessageContaining(first)
			.withMessageContaining(second);
	}

	static Stream<Arguments> differentLocksOfOneMethodAreRefused() {
		return Stream.of(
				Arguments.of(new TwoComposed(),
						"'tenant:#{#tenant}' by @TenantLock on " + TwoComposed.class.getName() + ".call",
						"'account:#{#account}' by @AccountLock on " + TwoComposed.class.getName() + ".call"),
				Arguments.of(new DirectAndComposed(), "'report' by @DistributedLock on ",
						"'tenant:#{#tenant}' by @TenantLock on "),
				Arguments.of(new DifferInExpiry(), "'job' by @JobLock on ", "'job' by @LongJobLock on "),
				Arguments.of(new ComposedOfTwo(), "'twice' by @TwiceLock on ", "'job' by @TwiceLock on "),
				Arguments.of(new TwoInterfaces(), "'first' by @DistributedLock on " + First.class.getName() + ".call",
						"'second' by @DistributedLock on " + Second.class.getName() + ".call"),
				Arguments.of(new InheritedAndInterface(), "'base' by ", "'first' by "),
				Arguments.of(new OverriddenAndInterface(), "'base' by ", "'first' by "),
				Arguments.of(new SwappedParameters(), "'#{#from}' by ", "'#{#from}' by "),
				Arguments.of(new TwoOnType(), "'job' by @JobLock on " + TwoOnType.class.getName() + " and",
						" and 'job' by @LongJobLock on "),
				Arguments.of(new TwoTypes(), "'onFirst' by ", "'onSecond' by "));
	}

	@Test
	void equalLocksOfTwoInterfacesAreOne() {
		this.beans.add(new EqualInterfaces()).call("1", "2");
		assertThat(this.beans.redsync.events()).containsExactly("lock same:1", "unlock same:1");
	}

	@Test
	void composedAnnotationReplacesInheritedDirectOne() {
		this.beans.add(new ComposedOverride()).call();
		assertThat(this.beans.redsync.events()).containsExactly("lock job", "unlock job");
	}

	@Test
	void annotationOnMethodReplacesThoseOfTwoInterfaces() {
		this.beans.add(new OwnOfTwoInterfaces()).call();
		assertThat(this.beans.redsync.events()).containsExactly("lock own", "unlock own");
	}

	@Test
	void annotationOfSubinterfaceReplacesThatOfItsSuperinterface() {
		this.beans.add(new ImplementsSubinterface()).call();
		assertThat(this.beans.redsync.events()).containsExactly("lock sub", "unlock sub");
	}

	@Test
	void composedAnnotationOnClassReplacesThatOfItsSuperclass() {
		this.beans.add(new ComposedOnSubclass()).call();
		assertThat(this.beans.redsync.events()).containsExactly("lock job", "unlock job");
	}

	@Test
	void differentLocksOfTypesMatterForTheirOwnMethodsOnly() {
		this.beans.add(new OwnOfTwoTypes()).call();
		assertThat(this.beans.redsync.events()).containsExactly("lock own", "unlock own");
	}

	@Retention(RetentionPolicy.RUNTIME)
	@DistributedLock("tenant:#{#tenant}")
	@interface TenantLock {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@DistributedLock("account:#{#account}")
	@interface AccountLock {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@DistributedLock("job")
	@interface JobLock {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@DistributedLock(name = "job", expiry = "1m")
	@interface LongJobLock {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@JobLock
	@DistributedLock("twice")
	@interface TwiceLock {

	}

	public static class TwoComposed {

		@TenantLock
		@AccountLock
		public void call(String tenant, String account) {
		}

	}

	public static class DirectAndComposed {

		@DistributedLock("report")
		@TenantLock
		public void call(String tenant) {
		}

	}

	public static class DifferInExpiry {

		@JobLock
		@LongJobLock
		public void call() {
		}

	}

	public static class ComposedOfTwo {

		@TwiceLock
		public void call() {
		}

	}

	interface First {

		@DistributedLock("first")
		void call();

	}

	interface Second {

		@DistributedLock("second")
		void call();

	}

	interface Sub extends First {

		@Override
		@DistributedLock("sub")
		void call();

	}

	public static class TwoInterfaces implements First, Second {

		@Override
		public void call() {
		}

	}

	public static class OwnOfTwoInterfaces implements First, Second {

		@Override
		@DistributedLock("own")
		public void call() {
		}

	}

	public static class ImplementsSubinterface implements First, Sub {

		@Override
		public void call() {
		}

	}

	public static class Base {

		@DistributedLock("base")
		public void call() {
		}

	}

	public static class InheritedAndInterface extends Base implements First {

	}

	public static class OverriddenAndInterface extends Base implements First {

		@Override
		public void call() {
		}

	}

	public static class ComposedOverride extends Base {

		@Override
		@JobLock
		public void call() {
		}

	}

	interface FromTo {

		@DistributedLock("#{#from}")
		void call(String from, String to);

	}

	interface ToFrom {

		@DistributedLock("#{#from}")
		void call(String to, String from);

	}

	public static class SwappedParameters implements FromTo, ToFrom {

		@Override
		public void call(String a, String b) {
		}

	}

	interface SameByName {

		@DistributedLock("same:#{#id}")
		void call(String id, String other);

	}

	interface SameAgain {

		@DistributedLock(name = "same:#{#id}")
		void call(String id, String another);

	}

	public static class EqualInterfaces implements SameByName, SameAgain {

		@Override
		public void call(String a, String b) {
		}

	}

	@JobLock
	@LongJobLock
	public static class TwoOnType {

		public void call() {
		}

	}

	@DistributedLock("onFirst")
	interface OnFirst {

	}

	@DistributedLock("onSecond")
	interface OnSecond {

	}

	public static class TwoTypes implements OnFirst, OnSecond {

		public void call() {
		}

	}

	public static class OwnOfTwoTypes implements OnFirst, OnSecond {

		@DistributedLock("own")
		public void call() {
		}

	}

	@DistributedLock("base")
	public static class BaseType {

		public void call() {
		}

	}

	@JobLock
	public static class ComposedOnSubclass extends BaseType {

	}

}
