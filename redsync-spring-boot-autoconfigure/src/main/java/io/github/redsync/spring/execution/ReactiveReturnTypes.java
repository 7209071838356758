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

import java.lang.reflect.Method;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * What is known of methods whose result comes in a reactive way. Loads nothing of Reactor
 * or Kotlin unless it is there.
 */
final class ReactiveReturnTypes {

	private static final String KOTLIN_FLOW = "kotlinx.coroutines.flow.Flow";

	private static final boolean COROUTINES = ClassUtils.isPresent("kotlinx.coroutines.reactor.MonoKt",
			ReactiveReturnTypes.class.getClassLoader());

	private static final boolean REACTIVE_STREAMS = ClassUtils.isPresent("org.reactivestreams.Publisher",
			ReactiveReturnTypes.class.getClassLoader());

	private ReactiveReturnTypes() {
	}

	/**
	 * Find the execution that suits a return type.
	 * @param type the type
	 * @param losses what the loss of the lock means
	 * @return the execution, or {@code null} if the type is not a reactive one
	 * @throws UnsupportedReturnTypeException if it is one that needs an adapter which is
	 * not there
	 */
	static @Nullable LockExecution find(Class<?> type, LossPolicy losses) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
		if (adapter != null) {
			return new ReactiveLockExecution(losses, adapter.isMultiValue(), adapter);
		}
		if (isReactive(type)) {
			throw new UnsupportedReturnTypeException("it returns " + type.getName()
					+ ", which Spring's ReactiveAdapterRegistry does not know, so that the end of it cannot be told.",
					"Put the library on the class path that adapts it (reactor-core; for a Kotlin Flow "
							+ "kotlinx-coroutines-reactor), or return a Mono or Flux.");
		}
		return null;
	}

	/**
	 * Find the execution that suits a suspending function, which proceeds as a publisher
	 * that Spring's proxies await.
	 * @param method the function
	 * @param losses what the loss of the lock means
	 * @return the execution
	 * @throws UnsupportedReturnTypeException if Spring cannot call such functions
	 */
	static LockExecution suspending(Method method, LossPolicy losses) {
		if (!COROUTINES || !KotlinDetector.isKotlinReflectPresent()) {
			throw new UnsupportedReturnTypeException(
					"it is a suspending function, which Spring's proxies cannot intercept as the class path is.",
					"Add kotlinx-coroutines-reactor and kotlin-reflect as dependencies.");
		}
		boolean flow = KOTLIN_FLOW.equals(new MethodParameter(method, -1).getParameterType().getName());
		return new ReactiveLockExecution(losses, flow, null);
	}

	private static boolean isReactive(Class<?> type) {
		return Flow.Publisher.class.isAssignableFrom(type) || type.getName().equals(KOTLIN_FLOW)
				|| type.getName().startsWith("io.reactivex.")
				|| (REACTIVE_STREAMS && ReactiveStreams.isPublisher(type));
	}

	/**
	 * Inner class to avoid a hard dependency on Reactive Streams at runtime.
	 */
	private static final class ReactiveStreams {

		static boolean isPublisher(Class<?> type) {
			return Publisher.class.isAssignableFrom(type);
		}

	}

}
