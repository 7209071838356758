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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * Which way the packages look.
 */
@AnalyzeClasses(packages = "io.github.redsync", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.redsync";

	private static final String NODE = "io.github.redsync.node";

	private static final String QUORUM = "io.github.redsync.quorum";

	private static final String LETTUCE = "io.github.redsync.lettuce";

	@ArchTest
	static final ArchRule nodeKnowsNobody = noClasses().that()
		.resideInAPackage(NODE)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(ROOT, QUORUM, LETTUCE, "io.lettuce..", "io.netty..", "org.slf4j..");

	@ArchTest
	static final ArchRule quorumKnowsOnlyNodes = classes().that()
		.resideInAPackage(QUORUM)
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(QUORUM, NODE, "java.lang..", "java.util..", "java.time..", "org.jspecify..",
				"com.google.errorprone.annotations..");

	@ArchTest
	static final ArchRule quorumStartsNoThreadAndReadsNoClock = noClasses().that()
		.resideInAPackage(QUORUM)
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
	static final ArchRule theDriverKnowsOnlyNodes = noClasses().that()
		.resideInAPackage(LETTUCE)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(ROOT, QUORUM);

	@ArchTest
	static final ArchRule nobodyButTheDriverAndTheBuilderKnowsLettuce = noClasses().that()
		.resideInAPackage(ROOT)
		.and()
		.doNotHaveSimpleName("RedsyncBuilder")
		.and()
		.doNotHaveFullyQualifiedName("io.github.redsync.RedsyncBuilder$Driver")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(LETTUCE, "io.lettuce..", "io.netty..");

	/**
	 * The thread of the JDK that these methods start never ends, and keeps the class
	 * loader of the application that has called them first.
	 */
	@ArchTest
	static final ArchRule noTimerOfTheJdk = noClasses().that()
		.doNotHaveSimpleName("LossFuture")
		.should()
		.callMethod(CompletableFuture.class, "orTimeout", long.class, TimeUnit.class)
		.orShould()
		.callMethod(CompletableFuture.class, "completeOnTimeout", Object.class, long.class, TimeUnit.class)
		.orShould()
		.callMethod(CompletableFuture.class, "delayedExecutor", long.class, TimeUnit.class)
		.orShould()
		.callMethod(CompletableFuture.class, "delayedExecutor", long.class, TimeUnit.class, Executor.class);

	@ArchTest
	static final ArchRule packagesFormNoCycle = SlicesRuleDefinition.slices()
		.matching("io.github.redsync.(*)..")
		.should()
		.beFreeOfCycles();

}
