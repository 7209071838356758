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

package io.github.redsync.spring.autoconfigure;

import java.io.IOException;

import io.github.redsync.Redsync;
import io.github.redsync.spring.autoconfigure.endpoint.LockDescriptor;
import io.github.redsync.spring.autoconfigure.endpoint.RedsyncDescriptor;
import io.github.redsync.spring.autoconfigure.endpoint.RedsyncEndpoint;
import io.github.redsync.spring.autoconfigure.endpoint.RedsyncEndpointAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the runtime hints that ahead-of-time processing registers.
 */
class RedsyncRuntimeHintsTests {

	private final RuntimeHints hints = processAheadOfTime();

	@Test
	void coverEveryScript() throws IOException {
		Resource[] scripts = new PathMatchingResourcePatternResolver()
			.getResources("classpath*:io/github/redsync/**/*.lua");
		assertThat(scripts).hasSizeGreaterThan(4).allSatisfy((script) -> {
			String path = script.getURL().toString();
			assertThat(RuntimeHintsPredicates.resource().forResource(path.substring(path.indexOf("io/github/redsync"))))
				.accepts(this.hints);
		});
	}

	@Test
	void coverProperties() {
		assertThat(RuntimeHintsPredicates.reflection().onType(RedsyncProperties.class)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(RedsyncProperties.Node.class)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(RedsyncLockProperties.RetryDelay.class))
			.accepts(this.hints);
	}

	@Test
	void coverEndpointAndItsResponses() {
		assertThat(RuntimeHintsPredicates.reflection().onType(RedsyncEndpoint.class)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(RedsyncDescriptor.HeldLock.class)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(RedsyncDescriptor.NodeFailure.class)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(LockDescriptor.NodeState.class)).accepts(this.hints);
	}

	private static RuntimeHints processAheadOfTime() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of("management.endpoints.web.exposure.include=redsync").applyTo(context);
			context.register(RedsyncAutoConfiguration.class, RedsyncEndpointAutoConfiguration.class);
			DefaultGenerationContext generation = new DefaultGenerationContext(
					new ClassNameGenerator(ClassName.get(Redsync.class)), new InMemoryGeneratedFiles());
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			return generation.getRuntimeHints();
		}
	}

}
