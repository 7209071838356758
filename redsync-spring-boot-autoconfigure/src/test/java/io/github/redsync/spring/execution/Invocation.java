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

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;

import org.aopalliance.intercept.MethodInvocation;

/**
 * A method invocation for tests.
 *
 * @param body the body of the method
 */
record Invocation(Callable<?> body) implements MethodInvocation {

	/**
	 * Create a call that must not proceed.
	 * @return the call
	 */
	static Invocation none() {
		return new Invocation(() -> {
			throw new UnsupportedOperationException("The method was called");
		});
	}

	@Override
	public Object proceed() throws Exception {
		return this.body.call();
	}

	@Override
	public Method getMethod() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Object[] getArguments() {
		return new Object[0];
	}

	@Override
	public Object getThis() {
		return this;
	}

	@Override
	public AccessibleObject getStaticPart() {
		return getMethod();
	}

}
