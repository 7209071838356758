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

import io.github.redsync.spring.DistributedLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for applications that lack an optional dependency.
 */
class OptionalDependencyTests {

	@ParameterizedTest
	@CsvSource({ "org.springframework.transaction., support.TransactionSynchronization",
			"org.springframework.orm., jpa.EntityManagerHolder", "jakarta.persistence., EntityManager",
			"org.hibernate., Session" })
	void callIsLockedWithoutOptionalDependency(String hiddenPackage, String type) throws Exception {
		HidingClassLoader classLoader = new HidingClassLoader(hiddenPackage);
		assertThat(ClassUtils.isPresent(hiddenPackage + type, getClass().getClassLoader())).isTrue();
		assertThatExceptionOfType(ClassNotFoundException.class)
			.isThrownBy(() -> classLoader.loadClass(hiddenPackage + type));
		Thread thread = Thread.currentThread();
		ClassLoader before = ClassUtils.overrideThreadContextClassLoader(classLoader);
		try {
			Class<?> application = classLoader.loadClass(Application.class.getName());
			assertThat(application.getClassLoader()).isSameAs(classLoader);
			application.getDeclaredMethod("run").invoke(null);
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	public static class Application {

		public static void run() {
			LockedBeans beans = new LockedBeans();
			beans.add(new Application()).call();
			assertThat(beans.redsync.events()).containsExactly("lock a", "unlock a");
		}

		@DistributedLock("a")
		public void call() {
		}

	}

}
