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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.github.redsync.LockOptions;
import io.github.redsync.LockOptionsBuilder;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.OnBusy;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Merges the options of an annotation into the defaults of the
 * {@link io.github.redsync.Redsync}, which may not exist yet when the annotation is
 * parsed.
 */
final class LockOptionsMerger {

	private static final Duration MAX_WAIT_BEFORE_SKIP = Duration.ofSeconds(1);

	private final LockDeclaration declaration;

	private final List<Consumer<LockOptionsBuilder>> settings = new ArrayList<>();

	private LockOptionsMerger(LockDeclaration declaration) {
		this.declaration = declaration;
	}

	static LockOptionsMerger parse(LockDeclaration declaration, ConfigurableBeanFactory beanFactory) {
		DistributedLock annotation = declaration.annotation();
		LockOptionsMerger settings = new LockOptionsMerger(declaration);
		settings.settings.add((options) -> options.label(declaration.label()).autoExtend(annotation.autoExtend()));
		settings.add("expiry", annotation.expiry(), beanFactory, LockOptionsBuilder::expiry);
		settings.add("waitTime", annotation.waitTime(), beanFactory, LockOptionsBuilder::waitTime);
		settings.add("quorumWaitTime", annotation.quorumWaitTime(), beanFactory, LockOptionsBuilder::quorumWaitTime);
		settings.add("minHold", annotation.minHold(), beanFactory, LockOptionsBuilder::minHold);
		settings.add("maxHold", annotation.maxHold(), beanFactory, LockOptionsBuilder::maxHold);
		LockAttribute retryDelay = LockAttribute.resolve(declaration, "retryDelay", annotation.retryDelay(),
				beanFactory);
		if (retryDelay.isGiven()) {
			var delay = DurationParser.parseRetryDelay(retryDelay);
			settings.settings.add((options) -> options.retryDelay(delay));
		}
		if (annotation.tries() != 0) {
			String tries = Integer.toString(annotation.tries());
			settings.add(new LockAttribute(declaration, "tries", tries, tries),
					(options) -> options.tries(annotation.tries()));
		}
		if (annotation.fencing()) {
			settings.settings.add((options) -> options.fencing(true));
		}
		return settings;
	}

	private void add(String name, String written, ConfigurableBeanFactory beanFactory,
			BiConsumer<LockOptionsBuilder, Duration> setter) {
		LockAttribute attribute = LockAttribute.resolve(this.declaration, name, written, beanFactory);
		if (attribute.isGiven()) {
			Duration duration = DurationParser.parse(attribute);
			add(attribute, (options) -> setter.accept(options, duration));
		}
	}

	private void add(LockAttribute attribute, Consumer<LockOptionsBuilder> setting) {
		try {
			setting.accept(LockOptions.builder());
			this.settings.add(setting);
		}
		catch (IllegalArgumentException ex) {
			throw attribute.fault(String.valueOf(ex.getMessage()), "Correct the value.", ex);
		}
	}

	/**
	 * Return the options of the lock.
	 * @param defaults the options for the attributes that are not set
	 * @return the options
	 */
	LockOptions mergeInto(LockOptions defaults) {
		LockOptionsBuilder builder = defaults.toBuilder();
		this.settings.forEach((setting) -> setting.accept(builder));
		try {
			LockOptions options = builder.build();
			if (isSkippedSoon()) {
				options = builder.waitTime(waitBeforeSkip(options)).build();
			}
			return options;
		}
		catch (IllegalArgumentException ex) {
			throw this.declaration.fault(
					"the options of its @DistributedLock contradict each other: " + ex.getMessage() + ".",
					"Change one of them in the annotation, or the default in 'redsync.lock.*'.", ex);
		}
	}

	private boolean isSkippedSoon() {
		DistributedLock annotation = this.declaration.annotation();
		return annotation.onBusy() == OnBusy.SKIP && annotation.waitTime().isEmpty() && annotation.tries() == 0;
	}

	/**
	 * Return the wait time of a call that is skipped if the lock is taken. Half of the
	 * minimum hold is safe, because the other call still holds the lock then. It is long
	 * enough to retry if several processes asked at the same moment and none got a
	 * majority.
	 */
	private static Duration waitBeforeSkip(LockOptions options) {
		Duration half = options.minHold().dividedBy(2);
		return (half.compareTo(MAX_WAIT_BEFORE_SKIP) < 0) ? half : MAX_WAIT_BEFORE_SKIP;
	}

}
