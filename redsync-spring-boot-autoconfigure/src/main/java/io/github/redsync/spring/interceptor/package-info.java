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

/**
 * Applies {@link io.github.redsync.spring.DistributedLock @DistributedLock} to the
 * methods of beans. Internal: not part of the API.
 * <p>
 * At start-up, a {@code LockedTypeScanner} finds the {@code LockDeclaration}s of a class,
 * and the {@code LockedMethodParser} creates a {@code LockedMethod} for each. The
 * {@code DistributedLockBeanPostProcessor} creates the proxies, whose
 * {@code DistributedLockInterceptor} calls these methods.
 */
@NullMarked
package io.github.redsync.spring.interceptor;

import org.jspecify.annotations.NullMarked;
