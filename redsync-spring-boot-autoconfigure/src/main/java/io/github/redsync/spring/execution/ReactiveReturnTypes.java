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
 * Finds the execution of reactive return types and of suspending functions. Loads no
 * class of Reactor or Kotlin unless the library is present.
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
	 * @param losses the policy for the loss of the lock
	 * @return the execution, or {@code null} if the type is not a reactive one
	 * @throws UnsupportedReturnTypeException if the adapter that the type needs is
	 * missing
	 */
	static @Nullable LockExecution find(Class<?> type, LossPolicy losses) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
		if (adapter != null) {
			return new ReactiveLockExecution(losses, adapter.isMultiValue(), adapter);
		}
		if (isReactive(type)) {
			throw new UnsupportedReturnTypeException("it returns " + type.getName()
					+ ", which Spring's ReactiveAdapterRegistry does not support, so its end cannot be observed.",
					"Add the library that adapts it to the class path (reactor-core; for a Kotlin Flow "
							+ "kotlinx-coroutines-reactor), or return a Mono or Flux.");
		}
		return null;
	}

	/**
	 * Find the execution of a suspending function, whose call returns a publisher that
	 * Spring's proxies await.
	 * @param method the function
	 * @param losses the policy for the loss of the lock
	 * @return the execution
	 * @throws UnsupportedReturnTypeException if Spring cannot call such functions
	 */
	static LockExecution suspending(Method method, LossPolicy losses) {
		if (!COROUTINES || !KotlinDetector.isKotlinReflectPresent()) {
			throw new UnsupportedReturnTypeException(
					"it is a suspending function, which Spring's proxies cannot intercept with this class path.",
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
