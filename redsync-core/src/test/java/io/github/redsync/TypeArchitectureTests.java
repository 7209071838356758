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

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/**
 * References between the top-level types of the packages below the API. A nested type
 * belongs to its top-level type.
 */
@AnalyzeClasses(packages = "io.github.redsync", importOptions = ImportOption.DoNotIncludeTests.class)
class TypeArchitectureTests {

	private static final String INTERNAL = "io.github.redsync.internal.";

	@ArchTest
	static final ArchRule internalPackagesReferToLowerOnesOnly = Architectures.layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.layer("time")
		.definedBy("io.github.redsync.time")
		.layer("vote")
		.definedBy(INTERNAL + "vote")
		.layer("hold")
		.definedBy(INTERNAL + "hold")
		.layer("wait")
		.definedBy(INTERNAL + "wait")
		.layer("acquire")
		.definedBy(INTERNAL + "acquire")
		.whereLayer("time")
		.mayNotAccessAnyLayer()
		.whereLayer("vote")
		.mayOnlyAccessLayers("time")
		.whereLayer("hold")
		.mayOnlyAccessLayers("time", "vote")
		.whereLayer("wait")
		.mayOnlyAccessLayers("time", "vote", "hold")
		.whereLayer("acquire")
		.mayOnlyAccessLayers("time", "vote", "hold", "wait");

	@ArchTest
	static final ArchRule typesBelowTheApiFormNoCycle = SlicesRuleDefinition.slices()
		.assignedFrom(new TopLevelTypes())
		.should()
		.beFreeOfCycles();

	/**
	 * Assigns each top-level type, with its nested types, to a slice of its own.
	 */
	private static final class TopLevelTypes implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			return type.getPackageName().startsWith("io.github.redsync.")
					? SliceIdentifier.of(type.getName().split("\\$")[0]) : SliceIdentifier.ignore();
		}

		@Override
		public String getDescription() {
			return "the top-level types of all packages but the root";
		}

	}

}
