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
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.redsync.Redsync;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.interceptor.FakeRedsync;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureJdbc;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TestSliceConfiguration} and the imports of test slices.
 */
class TestSliceTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withUserConfiguration(Slice.class);

	@Test
	void importedBeanIsLocked() {
		this.contextRunner.withBean("redsync", FakeRedsync.class).withUserConfiguration(Jobs.class).run((context) -> {
			context.getBean(Jobs.class).run();
			assertThat(context.getBean(FakeRedsync.class).events()).containsExactly("lock job", "unlock job");
		});
	}

	@Test
	void importedBeanIsLockedOnConfiguredNodes() {
		this.contextRunner.withUserConfiguration(Jobs.class)
			.withPropertyValues("redsync.nodes[0].uri=redis://localhost:1")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBeanFactory().containsSingleton("redsync")).isTrue();
			});
	}

	@Test
	void importedBeanWithoutNodesIsRefused() {
		this.contextRunner.withUserConfiguration(Jobs.class)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("node"));
	}

	@Test
	void sliceWithoutLocksRequiresNoNodes() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeanFactory().containsSingleton("redsync")).isFalse();
		});
	}

	@Test
	void sliceWithoutLocksBindsNoProperties() {
		this.contextRunner.withPropertyValues("redsync.nodes[0].uri=${not.set.in.tests}")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void redsyncBeanIsAvailableOnDemand() {
		this.contextRunner.withPropertyValues("redsync.nodes[0].uri=redis://localhost:1")
			.run((context) -> assertThat(context.getBean(Redsync.class).nodes()).hasSize(1));
	}

	@Test
	void everySliceHasSameImports() throws IOException {
		Resource[] imports = new PathMatchingResourcePatternResolver()
			.getResources("classpath*:META-INF/spring/*.AutoConfigure*.imports");
		List<String> own = List.of(imports)
			.stream()
			.filter((resource) -> content(resource).contains("io.github.redsync."))
			.map(TestSliceTests::content)
			.toList();
		assertThat(own).hasSize(20)
			.allSatisfy((content) -> assertThat(content.lines()).containsExactly(
					DistributedLockAutoConfiguration.class.getName(), RedsyncAutoConfiguration.class.getName(),
					RedsyncDisabledAutoConfiguration.class.getName(), TestSliceConfiguration.class.getName()));
	}

	private static String content(Resource resource) {
		try {
			return resource.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@SpringBootConfiguration
	@AutoConfigureJdbc
	static class Slice {

	}

	public static class Jobs {

		@DistributedLock("job")
		public void run() {
		}

	}

}
