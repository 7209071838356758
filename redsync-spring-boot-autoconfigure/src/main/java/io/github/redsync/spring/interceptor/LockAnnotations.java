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

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.github.redsync.spring.DistributedLock;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * The annotations that a method or type declares and inherits. An annotation that is
 * declared in a subtype replaces those of its supertypes. Between the others there is no
 * precedence.
 */
final class LockAnnotations {

	private final List<MergedAnnotation<DistributedLock>> all = new ArrayList<>();

	/**
	 * Add the annotations of a method or type, including overridden and inherited ones.
	 * @param element the method or type
	 */
	void addAll(AnnotatedElement element) {
		MergedAnnotations annotations = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY);
		// Most methods have none, and this search is cheaper
		if (annotations.isPresent(DistributedLock.class)) {
			annotations.stream(DistributedLock.class).forEach(this::add);
		}
	}

	boolean isEmpty() {
		return this.all.isEmpty();
	}

	private void add(MergedAnnotation<DistributedLock> annotation) {
		if (this.all.stream().noneMatch((known) -> isSamePlace(known, annotation))) {
			this.all.add(annotation);
		}
	}

	private static boolean isSamePlace(MergedAnnotation<DistributedLock> one, MergedAnnotation<DistributedLock> other) {
		return declaringClass(one) == declaringClass(other) && one.getMetaTypes().equals(other.getMetaTypes())
				&& one.synthesize().equals(other.synthesize());
	}

	private static @Nullable Class<?> declaringClass(MergedAnnotation<DistributedLock> annotation) {
		return (annotation.getSource() instanceof Method method) ? method.getDeclaringClass()
				: (Class<?>) annotation.getSource();
	}

	/**
	 * Return the annotation that applies to a method.
	 * @param method the method that is finally called
	 * @param found the method as found in a type of the hierarchy
	 * @param targetClass the class of the bean
	 * @return the declaration, or {@code null} if there is no annotation
	 * @throws LockDefinitionException if several annotations apply and differ
	 */
	@Nullable LockDeclaration resolve(Method method, Method found, Class<?> targetClass) {
		List<LockDeclaration> candidates = this.all.stream()
			.filter((annotation) -> !isReplaced(annotation))
			.map((annotation) -> LockDeclaration.of(method, found, targetClass, annotation))
			.toList();
		if (candidates.isEmpty()) {
			return null;
		}
		LockDeclaration first = candidates.get(0);
		if (!candidates.stream().allMatch(first::isSameLock)) {
			throw first.fault("several @DistributedLock annotations apply to it and differ: " + describe() + ".",
					"Keep one of them. To hold several locks, use one @DistributedLock(names = {...}). To "
							+ "replace inherited annotations, put a @DistributedLock on the method or class itself.",
					null);
		}
		return first;
	}

	private boolean isReplaced(MergedAnnotation<DistributedLock> annotation) {
		Class<?> declaring = declaringClass(annotation);
		return declaring != null && this.all.stream()
			.map(LockAnnotations::declaringClass)
			.anyMatch((other) -> other != null && other != declaring && declaring.isAssignableFrom(other));
	}

	private String describe() {
		return this.all.stream()
			.filter((annotation) -> !isReplaced(annotation))
			.map(LockAnnotations::describe)
			.collect(Collectors.joining(" and "));
	}

	private static String describe(MergedAnnotation<DistributedLock> annotation) {
		Class<?> declaring = declaringClass(annotation);
		String place = (declaring != null) ? declaring.getName() : "?";
		if (annotation.getSource() instanceof Method method) {
			place += "." + method.getName();
		}
		return "'%s' by @%s on %s".formatted(LockDeclaration.label(annotation.synthesize()),
				annotation.getRoot().getType().getSimpleName(), place);
	}

}
