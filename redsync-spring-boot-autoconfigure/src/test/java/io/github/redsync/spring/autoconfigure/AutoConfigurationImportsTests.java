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

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import io.github.redsync.Redsync;
import io.github.redsync.RedsyncListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the auto-configurations as imported by an application.
 */
@ExtendWith(OutputCaptureExtension.class)
class AutoConfigurationImportsTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withUserConfiguration(Application.class)
		.withPropertyValues("redsync.nodes[0].uri=redis://localhost:1",
				"management.endpoints.web.exposure.include=redsync");

	@Test
	void listsEveryAutoConfiguration() {
		// The scanner evaluates conditions
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false,
				new MockEnvironment().withProperty("management.endpoints.web.exposure.include", "*"));
		scanner.addIncludeFilter(new AnnotationTypeFilter(AutoConfiguration.class));
		Set<String> existing = scanner.findCandidateComponents("io.github.redsync")
			.stream()
			.map(BeanDefinition::getBeanClassName)
			.collect(Collectors.toSet());
		ImportCandidates listed = ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader());
		assertThat(StreamSupport.stream(listed.spliterator(), false))
			.filteredOn((name) -> name.startsWith("io.github.redsync."))
			.containsExactlyInAnyOrderElementsOf(existing);
	}

	@Test
	void addsHealthMetricsAndEndpoint(CapturedOutput output) {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(Redsync.class)
			.hasBean("redsyncMetricsListener")
			.hasBean("redsyncHealthContributor")
			.hasBean("redsyncEndpoint"));
		assertThat(output).doesNotContain("not eligible for getting processed");
	}

	@Test
	void requiresNeitherHealthNorMetricsNorActuator() {
		this.contextRunner
			.withClassLoader(
					new FilteredClassLoader("io.micrometer.core", "org.springframework.boot.health.contributor",
							"org.springframework.boot.actuate.endpoint.annotation"))
			.run((context) -> assertThat(context).hasSingleBean(Redsync.class)
				.doesNotHaveBean(RedsyncListener.class)
				.doesNotHaveBean("redsyncHealthContributor")
				.doesNotHaveBean("redsyncEndpoint"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
