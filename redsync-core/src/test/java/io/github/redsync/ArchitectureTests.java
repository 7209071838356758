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

package io.github.redsync;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * The dependencies between the packages.
 */
@AnalyzeClasses(packages = "io.github.redsync", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.redsync";

	private static final String NODE = "io.github.redsync.node";

	private static final String TIME = "io.github.redsync.time";

	private static final String INTERNAL = "io.github.redsync.internal..";

	private static final String LETTUCE = "io.github.redsync.lettuce";

	@ArchTest
	static final ArchRule timeDependsOnNoOtherPackage = noClasses().that()
		.resideInAPackage(TIME)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(ROOT, NODE, INTERNAL, LETTUCE);

	@ArchTest
	static final ArchRule nodeDependsOnNoOtherPackage = noClasses().that()
		.resideInAPackage(NODE)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(ROOT, TIME, INTERNAL, LETTUCE, "io.lettuce..", "io.netty..", "org.slf4j..");

	@ArchTest
	static final ArchRule algorithmDependsOnlyOnNodeAndTime = classes().that()
		.resideInAPackage(INTERNAL)
		.should()
		.onlyDependOnClassesThat(Predicates
			.resideInAnyPackage(INTERNAL, NODE, TIME, "java.lang..", "java.util..", "java.time..", "org.jspecify..",
					"com.google.errorprone.annotations..")
			.or(Predicates.type(RestartProtection.class)));

	@ArchTest
	static final ArchRule algorithmStartsNoThreadAndReadsNoClock = noClasses().that()
		.resideInAPackage(INTERNAL)
		.should()
		.callMethod(System.class, "nanoTime")
		.orShould()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.dependOnClassesThat()
		.areAssignableTo(Thread.class)
		.orShould()
		.dependOnClassesThat()
		.areAssignableTo(Executor.class);

	@ArchTest
	static final ArchRule lettuceDependsOnlyOnNode = noClasses().that()
		.resideInAPackage(LETTUCE)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(ROOT, TIME, INTERNAL);

	@ArchTest
	static final ArchRule rootDependsOnLettuceOnlyInBuilder = noClasses().that()
		.resideInAPackage(ROOT)
		.and()
		.doNotHaveSimpleName("RedsyncBuilder")
		.and()
		.doNotHaveFullyQualifiedName("io.github.redsync.RedsyncBuilder$Driver")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(LETTUCE, "io.lettuce..", "io.netty..");

	/**
	 * The JDK thread that these methods start never ends, and keeps the class loader of
	 * the first application that called them.
	 */
	@ArchTest
	static final ArchRule jdkTimersAreNotUsed = noClasses().that()
		.doNotHaveSimpleName("LossFuture")
		.should()
		.callMethod(CompletableFuture.class, "orTimeout", long.class, TimeUnit.class)
		.orShould()
		.callMethod(CompletableFuture.class, "completeOnTimeout", Object.class, long.class, TimeUnit.class)
		.orShould()
		.callMethod(CompletableFuture.class, "delayedExecutor", long.class, TimeUnit.class)
		.orShould()
		.callMethod(CompletableFuture.class, "delayedExecutor", long.class, TimeUnit.class, Executor.class);

	/**
	 * They run on event loops, where the first read of the system's random source can
	 * block.
	 */
	@ArchTest
	static final ArchRule driverAndAlgorithmReadNoSecureRandom = noClasses().that()
		.resideInAnyPackage(LETTUCE, INTERNAL)
		.should()
		.callMethod(UUID.class, "randomUUID")
		.orShould()
		.dependOnClassesThat()
		.areAssignableTo(SecureRandom.class);

	@ArchTest
	static final ArchRule packagesFormNoCycle = SlicesRuleDefinition.slices()
		.matching("io.github.redsync.(*)..")
		.should()
		.beFreeOfCycles();

}
