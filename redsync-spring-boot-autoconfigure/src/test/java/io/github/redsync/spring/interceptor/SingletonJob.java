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

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.OnBusy;

import org.springframework.core.annotation.AliasFor;

/**
 * The annotation in {@code docs/scheduled-jobs.md} for a job that one instance runs.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@DistributedLock(onBusy = OnBusy.SKIP)
@interface SingletonJob {

	@AliasFor(annotation = DistributedLock.class, attribute = "name")
	String name();

	@AliasFor(annotation = DistributedLock.class, attribute = "minHold")
	String atLeast() default "30s";

	@AliasFor(annotation = DistributedLock.class, attribute = "expiry")
	String expiry() default "1m";

	@AliasFor(annotation = DistributedLock.class, attribute = "waitTime")
	String waitTime() default "";

}
