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

import java.util.Arrays;
import java.util.List;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;

/**
 * Order of the advisors of a locked bean: security, then validation, then retries, all
 * outside of the lock, regardless of the order of their post-processors. Other advisors
 * keep their positions.
 */
final class AdviceOrder {

	private static final List<String> OUTSIDE = List.of("org.springframework.security.",
			"org.springframework.validation.", "org.springframework.retry.", "org.springframework.resilience.retry.");

	private AdviceOrder() {
	}

	static boolean isLocked(Object bean) {
		return bean instanceof Advised proxy && Arrays.stream(proxy.getAdvisors()).anyMatch(AdviceOrder::isLock);
	}

	static void apply(Advised proxy) {
		if (!isLocked(proxy) || proxy.isFrozen()) {
			return;
		}
		for (Advisor advisor : List.of(proxy.getAdvisors())) {
			List<Advisor> advisors = List.of(proxy.getAdvisors());
			int position = positionOf(advisors, rank(advisor));
			if (rank(advisor) < OUTSIDE.size() && position < advisors.indexOf(advisor)) {
				proxy.removeAdvisor(advisor);
				proxy.addAdvisor(position, advisor);
			}
		}
	}

	/**
	 * Return the position before the lock and before the advisors that belong inside.
	 */
	private static int positionOf(List<Advisor> advisors, int rank) {
		int position = 0;
		while (!isLock(advisors.get(position))
				&& !(rank(advisors.get(position)) > rank && rank(advisors.get(position)) < OUTSIDE.size())) {
			position++;
		}
		return position;
	}

	private static boolean isLock(Advisor advisor) {
		return advisor.getAdvice() instanceof DistributedLockInterceptor;
	}

	private static int rank(Advisor advisor) {
		for (int i = 0; i < OUTSIDE.size(); i++) {
			for (Class<?> type = advisor.getAdvice().getClass(); type != null; type = type.getSuperclass()) {
				if (type.getName().startsWith(OUTSIDE.get(i))) {
					return i;
				}
			}
		}
		return OUTSIDE.size();
	}

}
