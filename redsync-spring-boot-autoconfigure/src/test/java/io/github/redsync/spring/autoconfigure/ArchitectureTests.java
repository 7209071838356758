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

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

/**
 * Architecture rules of the module, similar to those of Spring Boot's
 * auto-configurations.
 */
@AnalyzeClasses(packages = "io.github.redsync.spring", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	private static final DescribedPredicate<JavaClass> PUBLIC_AUTO_CONFIGURATION = DescribedPredicate
		.describe("an auto-configuration", (type) -> type.isAnnotatedWith(AutoConfiguration.class));

	@ArchTest
	static final ArchRule autoConfigurationsArePublicAndFinal = classes().that(PUBLIC_AUTO_CONFIGURATION)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration");

	@ArchTest
	static final ArchRule autoConfigurationsHaveNoPublicMembers = members().that()
		.areDeclaredInClassesThat(PUBLIC_AUTO_CONFIGURATION)
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule nestedConfigurationsAreNotPublic = classes().that()
		.areAnnotatedWith(Configuration.class)
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule beanMethodsArePackagePrivate = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.notBePublic()
		.andShould()
		.notBePrivate();

	@ArchTest
	static final ArchRule beanMethodsHaveNoConditionOnClasses = noMethods().should()
		.beAnnotatedWith(ConditionalOnClass.class);

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = SlicesRuleDefinition.slices()
		.matching("io.github.redsync.(**)")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule typesOfTheLockAspectHaveNoCycles = SlicesRuleDefinition.slices()
		.assignedFrom(new TopLevelTypes("io.github.redsync.spring", "io.github.redsync.spring.scope",
				"io.github.redsync.spring.execution", "io.github.redsync.spring.interceptor"))
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule executionDoesNotDependOnInterceptor = noClasses().that()
		.resideInAPackage("io.github.redsync.spring.execution..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.github.redsync.spring.interceptor..", "io.github.redsync.spring.autoconfigure..");

	@ArchTest
	static final ArchRule interceptorDoesNotDependOnAutoConfiguration = noClasses().that()
		.resideInAPackage("io.github.redsync.spring.interceptor..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.github.redsync.spring.autoconfigure..");

	@ArchTest
	static final ArchRule onlyDataRedisClassesDependOnSpringDataRedis = noClasses().that()
		.haveSimpleNameNotStartingWith("DataRedis")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.boot.data.redis..");

	@ArchTest
	static final ArchRule mainPackageDoesNotDependOnOptionalLibraries = noClasses().that()
		.resideInAPackage("io.github.redsync.spring.autoconfigure")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.micrometer..", "org.springframework.boot.health..",
				"org.springframework.boot.actuate..", "org.springframework.boot.docker..");

	@ArchTest
	static final ArchRule onlyBridgesDependOnOtherLockLibraries = noClasses().that()
		.resideOutsideOfPackages("io.github.redsync.spring.integration", "io.github.redsync.spring.shedlock",
				"io.github.redsync.spring.autoconfigure.integration", "io.github.redsync.spring.autoconfigure.shedlock")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.integration..", "net.javacrumbs.shedlock..");

	/**
	 * Assigns each top-level type of some packages, with its nested types, to a slice of
	 * its own.
	 */
	private static final class TopLevelTypes implements SliceAssignment {

		private final Set<String> packages;

		TopLevelTypes(String... packages) {
			this.packages = Set.of(packages);
		}

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			return this.packages.contains(type.getPackageName()) ? SliceIdentifier.of(type.getName().split("\\$")[0])
					: SliceIdentifier.ignore();
		}

		@Override
		public String getDescription() {
			return "the top-level types of " + this.packages;
		}

	}

}
