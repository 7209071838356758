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

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
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
 * References between the top-level types of the internal packages. A nested type belongs
 * to its top-level type.
 */
@AnalyzeClasses(packages = "io.github.redsync", importOptions = ImportOption.DoNotIncludeTests.class)
class TypeArchitectureTests {

	private static final Set<String> INTERNAL = Set.of("io.github.redsync.quorum", "io.github.redsync.node");

	private static final String[] TIME = { "TimeSource", "Timers" };

	private static final String[] VOTE = { "NodeGroup", "LockParameters", "NodeKeys", "Validity", "RestartGuard",
			"FencingToken", "TokenBasis", "Ballot", "BallotListener", "Replies", "NodeReplyListener", "NodeQuery",
			"AcquireBallot", "AcquireSender", "ExtendBallot", "ReleaseBallot", "TokenBallot", "VerifyBallot" };

	private static final String[] HOLD = { "Hold", "HoldGrant", "HoldState", "HoldListener", "HoldResult", "Loss",
			"Extension", "LeaseWatchdog", "Release", "Successors" };

	private static final String[] WAIT = { "Waiter", "RefusedAttempt", "WaitQueue", "WaitQueues", "LocalHolder",
			"RecentRefusal", "ReleaseWatcher", "KeyStates", "HandOff" };

	private static final String[] ACQUIRE = { "Acquisition", "AcquisitionListener", "RetryLoop", "RetryLimits",
			"Attempt", "FencedAttempt", "Probe", "UniqueValueSource", "Refusal", "RefusalReason" };

	private static final String[] ENGINE = { "LockEngine" };

	/** Types that may refer to each other, with the name of their group. */
	private static final Map<String, String> TOGETHER = Map.of("Ballot", "ballot", "BallotListener", "ballot", "Hold",
			"hold", "HoldState", "hold", "Extension", "hold", "LeaseWatchdog", "hold", "Release", "hold", "Successors",
			"hold");

	@ArchTest
	static final ArchRule roomsReferToLowerRoomsOnly = Architectures.layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.layer("time")
		.definedBy(Types.named(TIME))
		.layer("vote")
		.definedBy(Types.named(VOTE))
		.layer("hold")
		.definedBy(Types.named(HOLD))
		.layer("wait")
		.definedBy(Types.named(WAIT))
		.layer("acquire")
		.definedBy(Types.named(ACQUIRE))
		.layer("engine")
		.definedBy(Types.named(ENGINE))
		.whereLayer("time")
		.mayNotAccessAnyLayer()
		.whereLayer("vote")
		.mayOnlyAccessLayers("time")
		.whereLayer("hold")
		.mayOnlyAccessLayers("time", "vote")
		.whereLayer("wait")
		.mayOnlyAccessLayers("time", "vote", "hold")
		.whereLayer("acquire")
		.mayOnlyAccessLayers("time", "vote", "hold", "wait")
		.whereLayer("engine")
		.mayOnlyAccessLayers("time", "vote", "hold", "wait", "acquire")
		.ensureAllClassesAreContainedInArchitectureIgnoring(DescribedPredicate.describe("other packages",
				(type) -> !type.getPackageName().endsWith(".quorum") || type.getSimpleName().equals("package-info")));

	@ArchTest
	static final ArchRule internalTypesFormNoCycle = SlicesRuleDefinition.slices()
		.assignedFrom(new Types())
		.should()
		.beFreeOfCycles();

	private static final class Types implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			if (!INTERNAL.contains(type.getPackageName())) {
				return SliceIdentifier.ignore();
			}
			String name = topLevel(type).getSimpleName();
			return SliceIdentifier.of(TOGETHER.getOrDefault(name, name));
		}

		@Override
		public String getDescription() {
			return "top-level types of " + INTERNAL;
		}

		static DescribedPredicate<JavaClass> named(String[] names) {
			Set<String> room = Arrays.stream(names).collect(Collectors.toSet());
			return DescribedPredicate.describe("types of the room",
					(type) -> room.contains(topLevel(type).getSimpleName())
							&& (INTERNAL.contains(type.getPackageName()) || type.getPackageName().endsWith(".time")));
		}

		private static JavaClass topLevel(JavaClass type) {
			return type.getEnclosingClass().map(Types::topLevel).orElse(type);
		}

	}

}
