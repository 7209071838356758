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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallVariables}.
 */
class CallVariablesTests {

	@Test
	void namesAreThoseOfTheAnnotatedMethodAndOfTheImplementation() throws Exception {
		Method annotated = Annotated.class.getMethod("call", String.class, String.class);
		Method method = Implementation.class.getMethod("call", String.class, String.class);
		CallVariables variables = new CallVariables(method, annotated);
		assertThat(variables).hasToString("#first, #second, #third, #p0, #a0, #p1, #a1");
		assertThat(variables.indexOf("first")).isZero();
		assertThat(variables.indexOf("second")).isOne();
		assertThat(variables.indexOf("third")).isOne();
		assertThat(variables.indexOf("a1")).isOne();
		assertThat(variables.indexOf("p2")).isNull();
		assertThat(variables.isNamed()).isTrue();
	}

	@Test
	void namesOfTheImplementationSufficeWhereTheAnnotatedMethodHasNone() throws Exception {
		// The JDK is compiled without the names of parameters
		Method unnamed = Comparable.class.getMethod("compareTo", Object.class);
		Method method = Implementation.class.getMethod("compareTo", String.class);
		assertThat(new CallVariables(method, unnamed)).hasToString("#other, #p0, #a0");
		assertThat(new CallVariables(method, unnamed).isNamed()).isTrue();
		assertThat(new CallVariables(unnamed, unnamed)).hasToString("#p0, #a0");
		assertThat(new CallVariables(unnamed, unnamed).isNamed()).isFalse();
	}

	interface Annotated {

		void call(String first, String second);

	}

	public static class Implementation implements Annotated, Comparable<String> {

		@Override
		public void call(String second, String third) {
		}

		@Override
		public int compareTo(String other) {
			return 0;
		}

	}

}
