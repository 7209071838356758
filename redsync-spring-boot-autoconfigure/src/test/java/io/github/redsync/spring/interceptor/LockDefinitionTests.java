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

import java.lang.reflect.Method;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.redsync.LockOptions;
import io.github.redsync.Redsync;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.interceptor.other.PackagePrivateMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.annotation.AnnotatedElementUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for the failure analysis of invalid annotations.
 */
class LockDefinitionTests {

	private final LockedBeans beans = new LockedBeans();

	@ParameterizedTest
	@MethodSource
	void invalidAnnotationIsRejected(Object bean, String problem, String action) {
		FailureAnalysis failure = failureOf(bean);
		assertThat(failure.getDescription()).startsWith("The method '" + bean.getClass().getName() + ".call(")
			.contains(")' of the bean 'orders' cannot be locked: ")
			.contains(problem);
		assertThat(failure.getAction()).contains(action);
	}

	static Stream<Arguments> invalidAnnotationIsRejected() {
		return Stream.of(
				Arguments.of(new BlankName(), "name' of its @DistributedLock is ' ': a lock needs a name.", "Name"),
				Arguments.of(new NoName(), "name' of its @DistributedLock is '': a lock needs a name.",
						"Name the lock"),
				Arguments.of(new BadExpression(), "is 'order:#{#id': an expression in it cannot be parsed (",
						"Correct the text between '#{' and '}'."),
				Arguments.of(new BadSyntax(),
						"is '#{#id +}': an expression in it cannot be parsed (Expression [#id +] @4: EL1042E",
						"Correct"),
				Arguments.of(new UnknownVariable(), "it refers to #oder, but the method has no such parameter.",
						"Refer to one of #order, #id, #p0, #a0, #p1, #a1 or #root."),
				Arguments.of(new UnknownProperty(), "is 'order:#{#order.number}': Order has no property 'number'.",
						"Correct the name, or add a public property to " + Order.class.getName()),
				Arguments.of(new UnknownInnerProperty(), "String has no property 'size'.", "Correct the name"),
				Arguments.of(new UnknownMethod(), "String has no method 'size'.", "Correct the name"),
				Arguments.of(new NameAndNames(), "its @DistributedLock has both a 'name' and 'names'.",
						"Use 'name' for one lock, or 'names' for several"),
				Arguments.of(new BlankNames(),
						"the attribute 'names' of its @DistributedLock is '': a lock needs a name", "Name the lock"),
				Arguments.of(new UnknownVariableInNames(),
						"'names' of its @DistributedLock is 'b:#{#other}': it refers " + "to #other, but",
						"Refer to one of #id"),
				Arguments.of(new UnknownPosition(), "it refers to #p1, but the method has no such parameter", "#p0"),
				Arguments.of(new UnknownFunction(), "it refers to #hash, but the method has no such parameter", "#id"),
				Arguments.of(new OnType(), "it refers to #name, but the method has no such parameter.",
						"one of #id, #p0"),
				Arguments.of(new NoParameters(), "it refers to #id, but the method has no such parameter",
						"The method has no parameters"),
				Arguments.of(new UnknownBean(), "there is no bean 'tenants'", "Correct the name of the bean."),
				Arguments.of(new NotAVariable(),
						"'order' is not a property of #root, which has [method, args, target, ",
						"Write #order to refer to the parameter."),
				Arguments.of(new NotAVariableInSum(), "'id' is not a property of #root", "Write #id to"),
				Arguments.of(new OutsideOfExpression(),
						"is 'order:#id': '#id' is outside of #{...}, so all calls would share one lock.",
						"Write '#{#id}'."),
				Arguments.of(new UnknownPlaceholder(),
						"is '${shop.none}': a placeholder in it cannot be resolved (Could not resolve placeholder "
								+ "'shop.none'",
						"'${some.property:default}'"),
				Arguments.of(new BadExpiry(),
						"the attribute 'expiry' of its @DistributedLock is '10 parsecs': not a duration.",
						"such as '10s', or ISO-8601, such as 'PT10S'"),
				Arguments.of(new ExpiryWithoutUnit(), "'expiry' of its @DistributedLock is '10': not a duration.",
						"Use a number with a unit"),
				Arguments.of(new BadResolvedExpiry(),
						"'expiry' of its @DistributedLock is '${shop.none:soon}', resolved "
								+ "to 'soon': not a duration.",
						"Use a number"),
				Arguments.of(new ShortExpiry(),
						"'expiry' of its @DistributedLock is '1ms': Invalid expiry PT0.001S: must be between ",
						"Correct the value."),
				Arguments.of(new BadWaitTime(),
						"'waitTime' of its @DistributedLock is '-1s': Invalid waitTime PT-1S: must be between ",
						"Correct"),
				Arguments.of(new BadMinHold(), "the attribute 'minHold'", "Use"),
				Arguments.of(new BadMaxHold(), "the attribute 'maxHold'", "Use"),
				Arguments.of(new BadTries(), "the attribute 'tries' of its @DistributedLock is '-3': Invalid tries -3",
						"Corr"),
				Arguments.of(new BadRetryDelay(), "'retryDelay' of its @DistributedLock is '50ms-': not a retry delay",
						"as in '100ms', or a minimum and a maximum, as in '50ms-250ms'"),
				Arguments.of(new BadRetryRange(),
						"is '250ms-50ms': not a retry delay (Invalid retry delay from PT0.25S to " + "PT0.05S",
						"Use one duration"),
				Arguments.of(new PrivateMethod(), "it has a @DistributedLock, but is private, so no proxy can",
						"Make the method public and"),
				Arguments.of(new StaticMethod(), "but is static, so no proxy can intercept", "Redsync.withLock(...)"),
				Arguments.of(new FinalMethod(), "it has a @DistributedLock, but it is final, so no proxy",
						"Remove 'final' (in Kotlin: add 'open'"),
				Arguments.of(new FinalMethodOfType(), "it has a @DistributedLock, but it is final", "Remove 'final'"),
				Arguments.of(new FinalClass(), "it has a @DistributedLock, but its class is final", "Remove 'final'"),
				Arguments.of(new PackagePrivate(), "is package-private in another package",
						"Make the method public or protected."),
				Arguments.of(new ReturnsPlainFuture(),
						"it returns java.util.concurrent.Future, whose completion cannot be observed",
						"Return a CompletableFuture, or the result itself."),
				Arguments.of(new ReturnsTask(), "it returns java.util.concurrent.FutureTask, whose completion",
						"Return a CompletableFuture"),
				Arguments.of(new ReturnsOwnFuture(), "OwnFuture, a type that the library cannot create",
						"Return a CompletableFuture or a CompletionStage."));
	}

	@Test
	void privateMethodOfSuperclassIsRejected() {
		class Sub extends PrivateMethod {

		}
		assertThat(failureOf(new Sub()).getDescription()).contains("private");
	}

	@Test
	void missingParameterNamesAreReported() throws Exception {
		// The JDK is compiled without parameter names
		DistributedLock annotation = AnnotatedElementUtils
			.findMergedAnnotation(NamedById.class.getMethod("call", String.class), DistributedLock.class);
		Method method = Comparable.class.getMethod("compareTo", Object.class);
		LockDeclaration declaration = new LockDeclaration(method, Comparable.class, annotation, method, true);
		LockNameParser parser = new LockNameParser(this.beans.beanFactory);
		assertThatExceptionOfType(LockDefinitionException.class).isThrownBy(() -> parser.parse(declaration))
			.withMessage(
					"The method 'java.lang.Comparable.compareTo(Object)' cannot be locked: the attribute 'name' of "
							+ "its @DistributedLock is '#{#id}': it refers to #id, but the method has no such parameter; its class was compiled without parameter names.")
			.satisfies((ex) -> assertThat(ex.inBean("orders").analysis().getAction())
				.isEqualTo("Compile with '-parameters', or refer to the first parameter as #p0, to the next as #p1."));
	}

	@Test
	void unresolvedPlaceholderIsRejectedWithLenientResolver() {
		LockedBeans lenient = new LockedBeans((text) -> text);
		assertThat(failureOf(lenient, new UnknownPlaceholder()).getDescription())
			.endsWith("is '${shop.none}': a placeholder in it cannot be resolved.");
	}

	@Test
	void variablesInsideOfExpressionsAreAccepted() {
		assertThatNoException().isThrownBy(() -> this.beans.add("orders", new AcceptedNames()));
	}

	@Test
	void optionsThatContradictDefaultsAreRejected() {
		this.beans.add("orders", new LongMinHold());
		assertThatExceptionOfType(FailureAnalyzedException.class)
			.isThrownBy(this.beans.postProcessor::afterSingletonsInstantiated)
			.withMessage("The method '" + LongMinHold.class.getName() + ".call()' of the bean 'orders' cannot be "
					+ "locked: the options of its @DistributedLock contradict each other: Invalid minHold PT20S: must "
					+ "not be longer than the expiry PT8S.");
	}

	@Test
	void maxHoldShorterThanExpiryIsRejected() {
		this.beans.add("orders", new ShortMaxHold());
		assertThatExceptionOfType(FailureAnalyzedException.class)
			.isThrownBy(this.beans.postProcessor::afterSingletonsInstantiated)
			.withMessageContaining("Invalid maxHold PT5S: must not be shorter than the expiry PT10S.");
	}

	@Test
	void optionsThatFitDefaultsAreAccepted() {
		LockOptions defaults = LockOptions.builder().expiry(Duration.ofMinutes(1)).build();
		LockedBeans beans = new LockedBeans(new FakeRedsync(defaults));
		beans.<LongMinHold, LongMinHold>add("orders", new LongMinHold()).call();
		assertThatNoException().isThrownBy(beans.postProcessor::afterSingletonsInstantiated);
	}

	@Test
	void optionsOfLaterBeanAreCheckedImmediately() {
		this.beans.postProcessor.afterSingletonsInstantiated();
		assertThat(failureOf(new LongMinHold()).getDescription()).contains("contradict each other");
	}

	@Test
	void expiryTooShortForReplyOfNodesIsRejected() {
		this.beans.add("orders", new TooShortExpiry());
		assertThatExceptionOfType(FailureAnalyzedException.class)
			.isThrownBy(this.beans.postProcessor::afterSingletonsInstantiated)
			.withMessageContaining("Invalid expiry PT0.03S: must be at least PT0.053S");
	}

	@Test
	void missingRedsyncIsReported() {
		this.beans.beanFactory.destroySingleton("redsync");
		this.beans.add("orders", new LongMinHold());
		assertThatExceptionOfType(FailureAnalyzedException.class)
			.isThrownBy(this.beans.postProcessor::afterSingletonsInstantiated)
			.withMessageContaining("of the bean 'orders' cannot be locked: there is no Redsync bean (No "
					+ "qualifying bean of type '" + Redsync.class.getName() + "'")
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("Configure 'redsync.nodes'"));
	}

	@Test
	void severalRedsyncsAreReported() {
		this.beans.beanFactory.registerSingleton("second", new FakeRedsync());
		this.beans.add("orders", new LongMinHold());
		assertThatExceptionOfType(FailureAnalyzedException.class)
			.isThrownBy(this.beans.postProcessor::afterSingletonsInstantiated)
			.withMessageContaining("there are several Redsync beans: [redsync, second].")
			.satisfies((ex) -> assertThat(ex.analysis().getAction())
				.contains("with the attribute 'redsync' of the @DistributedLock, or make one @Primary"));
	}

	private FailureAnalysis failureOf(Object bean) {
		return failureOf(this.beans, bean);
	}

	private FailureAnalysis failureOf(LockedBeans beans, Object bean) {
		try {
			beans.add("orders", bean);
		}
		catch (BeanCreationException ex) {
			assertThat(ex.getCause()).isInstanceOf(FailureAnalyzedException.class);
			return ((FailureAnalyzedException) ex.getCause()).analysis();
		}
		throw new AssertionError("No failure for " + bean.getClass());
	}

	record Order(String id) {
	}

	public static class BlankName {

		@DistributedLock(" ")
		public void call() {
		}

	}

	public static class NoName {

		@DistributedLock(expiry = "10s")
		public void call() {
		}

	}

	public static class BadExpression {

		@DistributedLock("order:#{#id")
		public void call(String id) {
		}

	}

	public static class BadSyntax {

		@DistributedLock("#{#id +}")
		public void call(String id) {
		}

	}

	public static class UnknownVariable {

		@DistributedLock("order:#{#order.id}:#{#oder.id}")
		public void call(Order order, String id) {
		}

	}

	public static class UnknownProperty {

		@DistributedLock("order:#{#order.number}")
		public void call(Order order) {
		}

	}

	public static class UnknownInnerProperty {

		@DistributedLock("order:#{#p0?.id.size}")
		public void call(Order order) {
		}

	}

	public static class UnknownMethod {

		@DistributedLock("order:#{#order.id.size()}")
		public void call(Order order) {
		}

	}

	public static class NameAndNames {

		@DistributedLock(name = "a", names = "b")
		public void call() {
		}

	}

	public static class BlankNames {

		@DistributedLock(names = { "a", "" })
		public void call() {
		}

	}

	public static class UnknownVariableInNames {

		@DistributedLock(names = { "a:#{#id}", "b:#{#other}" })
		public void call(String id) {
		}

	}

	public static class ShortMaxHold {

		@DistributedLock(name = "order", maxHold = "5s", expiry = "10s")
		public void call() {
		}

	}

	public static class UnknownPosition {

		@DistributedLock("#{#p0}#{#p1}")
		public void call(String id) {
		}

	}

	public static class UnknownFunction {

		@DistributedLock("#{#hash(#id)}")
		public void call(String id) {
		}

	}

	@DistributedLock("#{#id + #name}")
	public static class OnType {

		public void call(String id) {
		}

	}

	public static class NoParameters {

		@DistributedLock("#{#id}")
		public void call() {
		}

	}

	public static class UnknownBean {

		@DistributedLock("#{@tenants.of(#id)}")
		public void call(String id) {
		}

	}

	public static class NotAVariable {

		@DistributedLock("#{order.id}")
		public void call(Order order) {
		}

	}

	public static class NotAVariableInSum {

		@DistributedLock("#{'order' + id}")
		public void call(String id) {
		}

	}

	public static class OutsideOfExpression {

		@DistributedLock("order:#id")
		public void call(String id) {
		}

	}

	public static class UnknownPlaceholder {

		@DistributedLock("${shop.none}")
		public void call() {
		}

	}

	public static class BadExpiry {

		@DistributedLock(name = "order", expiry = "10 parsecs")
		public void call() {
		}

	}

	public static class ExpiryWithoutUnit {

		@DistributedLock(name = "order", expiry = "10")
		public void call() {
		}

	}

	public static class BadResolvedExpiry {

		@DistributedLock(name = "order", expiry = "${shop.none:soon}")
		public void call() {
		}

	}

	public static class ShortExpiry {

		@DistributedLock(name = "order", expiry = "1ms")
		public void call() {
		}

	}

	public static class TooShortExpiry {

		@DistributedLock(name = "order", expiry = "30ms")
		public void call() {
		}

	}

	public static class BadWaitTime {

		@DistributedLock(name = "order", waitTime = "-1s")
		public void call() {
		}

	}

	public static class BadMinHold {

		@DistributedLock(name = "order", minHold = "x")
		public void call() {
		}

	}

	public static class LongMinHold {

		@DistributedLock(name = "order", minHold = "20s")
		public void call() {
		}

	}

	public static class BadMaxHold {

		@DistributedLock(name = "order", maxHold = "10x")
		public void call() {
		}

	}

	public static class BadTries {

		@DistributedLock(name = "order", tries = -3)
		public void call() {
		}

	}

	public static class BadRetryDelay {

		@DistributedLock(name = "order", retryDelay = "50ms-")
		public void call() {
		}

	}

	public static class BadRetryRange {

		@DistributedLock(name = "order", retryDelay = "250ms-50ms")
		public void call() {
		}

	}

	public static class PrivateMethod {

		@DistributedLock("order")
		private void call() {
		}

	}

	public static class StaticMethod {

		@DistributedLock("order")
		public static void call() {
		}

	}

	public static class FinalMethod {

		@DistributedLock("order")
		public final void call() {
		}

	}

	@DistributedLock("order")
	public static class FinalMethodOfType {

		public final void call() {
		}

	}

	public static final class FinalClass {

		@DistributedLock("order")
		public void call() {
		}

	}

	public static class PackagePrivate extends PackagePrivateMethod {

	}

	public static class ReturnsPlainFuture {

		@DistributedLock("order")
		public Future<String> call() {
			return CompletableFuture.completedFuture("");
		}

	}

	public static class ReturnsTask {

		@DistributedLock("order")
		public FutureTask<String> call() {
			return new FutureTask<>(() -> "");
		}

	}

	public abstract static class Returns<T> implements Callable<T> {

		@Override
		@DistributedLock("order")
		public T call() {
			throw new UnsupportedOperationException();
		}

	}

	public static class OwnFuture<T> extends CompletableFuture<T> {

	}

	public static class ReturnsOwnFuture extends Returns<OwnFuture<String>> {

	}

	public static class NamedById {

		@DistributedLock("#{#id}")
		public void call(String id) {
		}

	}

	public static class AcceptedNames {

		@DistributedLock("#{#ids.?[#this > #root.args.length].![toString()]}:#{ {1, 2}.?[#this > #p1].size() }"
				+ ":#{method.name + targetClass.name}:#other")
		public void call(List<Integer> ids, int least) {
		}

		@DistributedLock("#{#order.id}#{#order.id().length()}#{#order?.toString()}#{#any.id}#{#any.name()}#{#map.key}"
				+ "#{#ids.length}#{#kind.name}#{#kind.declaringClass.name}#{#url.path.bytes.length}")
		public void properties(Order order, Object any, Map<String, String> map, int[] ids, TimeUnit kind, URI url) {
		}

	}

}
