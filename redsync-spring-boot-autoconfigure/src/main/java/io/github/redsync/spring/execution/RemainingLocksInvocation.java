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

import io.github.redsync.spring.scope.SharedLease;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * A call that has joined a lease of some of the locks it needs, and proceeds under the
 * remaining ones.
 *
 * @param invocation the call
 * @param execution acquires the remaining locks
 * @param request the remaining locks
 * @param refusals the policy if these are not acquired
 */
record RemainingLocksInvocation(MethodInvocation invocation, LockExecution execution, LockRequest request,
		RefusalPolicy refusals) implements MethodInvocation {

	/**
	 * Return a call that proceeds under the locks that the joined lease does not cover.
	 * @param invocation the call
	 * @param execution acquires the remaining locks
	 * @param request all locks that the call needs
	 * @param refusals the policy if the remaining locks are not acquired
	 * @param joined the lease that the call has joined
	 * @return the call, or the given one if no lock remains
	 */
	static MethodInvocation of(MethodInvocation invocation, LockExecution execution, LockRequest request,
			RefusalPolicy refusals, SharedLease joined) {
		LockRequest left = request.remaining(joined.lease());
		return (left != null) ? new RemainingLocksInvocation(invocation, execution, left, refusals) : invocation;
	}

	@Override
	public @Nullable Object proceed() throws Throwable {
		return this.execution.execute(this.invocation, this.request, this.refusals);
	}

	@Override
	public Method getMethod() {
		return this.invocation.getMethod();
	}

	// Compilers before 22 do not see in class files that the elements may be null
	@SuppressWarnings("NullAway")
	@Override
	public Object[] getArguments() {
		return this.invocation.getArguments();
	}

	@Override
	public @Nullable Object getThis() {
		return this.invocation.getThis();
	}

	@Override
	public AccessibleObject getStaticPart() {
		return this.invocation.getStaticPart();
	}

}
