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

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;

/**
 * Puts the lock behind the checks of Spring Security that stand right after it: who may
 * not call a method is to be told so, and not to wait for its lock or hold up others.
 */
final class SecurityOrder {

	private static final String SECURITY = "org.springframework.security.";

	private SecurityOrder() {
	}

	static void apply(Advised proxy) {
		Advisor[] advisors = proxy.getAdvisors();
		int lock = 0;
		while (lock < advisors.length && !(advisors[lock].getAdvice() instanceof DistributedLockInterceptor)) {
			lock++;
		}
		int last = lock;
		while (last + 1 < advisors.length && isSecurity(advisors[last + 1])) {
			last++;
		}
		if (last > lock && !proxy.isFrozen()) {
			proxy.addAdvisor(last + 1, advisors[lock]);
			proxy.removeAdvisor(lock);
		}
	}

	private static boolean isSecurity(Advisor advisor) {
		return advisor.getAdvice().getClass().getName().startsWith(SECURITY);
	}

}
