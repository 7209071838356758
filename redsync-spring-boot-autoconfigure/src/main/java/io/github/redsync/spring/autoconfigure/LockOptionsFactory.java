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

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.github.redsync.LockOptions;
import io.github.redsync.LockOptionsBuilder;
import io.github.redsync.RetryDelay;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.util.StringUtils;

/**
 * Turns {@code redsync.lock} into the default options. The ranges are those of the
 * options; here each fault gets the name of its property.
 */
final class LockOptionsFactory {

	private static final String PREFIX = "redsync.lock.";

	/** What a node is given to answer at least, however short the expiry. */
	private static final Duration SHORTEST_LIMIT = Duration.ofMillis(50);

	private LockOptionsFactory() {
	}

	static LockOptions create(RedsyncLockProperties lock) {
		LockOptionsBuilder options = LockOptions.builder();
		Duration longestDelay = lock.getRetryDelay().getMax();
		set("expiry", lock.getExpiry(), options::expiry);
		set("wait-time", lock.getWaitTime(), options::waitTime);
		set("quorum-wait-time", lock.getQuorumWaitTime(), options::quorumWaitTime);
		set("tries", lock.getTries(), options::tries);
		set("retry-delay.min", lock.getRetryDelay().getMin(),
				(delay) -> options.retryDelay(RetryDelay.uniform(delay, longestDelay)));
		set("drift-factor", lock.getDriftFactor(), options::driftFactor);
		set("timeout-factor", lock.getTimeoutFactor(), options::timeoutFactor);
		set("max-hold", lock.getMaxHold(), options::maxHold);
		set("min-hold", lock.getMinHold(), options::minHold);
		options.failFast(lock.isFailFast());
		options.shuffleNodes(lock.isShuffleNodes());
		options.setNxOnExtend(lock.isSetNxOnExtend());
		options.autoExtend(lock.isAutoExtend());
		options.fencing(lock.isFencing());
		checkTogether(lock);
		return options.build();
	}

	private static <T> void set(String name, @Nullable T value, Consumer<T> setter) {
		if (value == null) {
			return;
		}
		try {
			setter.accept(value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + name, value,
					StringUtils.capitalize(String.valueOf(ex.getMessage())) + ".", ex);
		}
	}

	private static void checkTogether(RedsyncLockProperties lock) {
		if (lock.isFencing() && lock.isSetNxOnExtend()) {
			List<String> names = List.of(PREFIX + "fencing", PREFIX + "set-nx-on-extend");
			throw new MutuallyExclusiveConfigurationPropertiesException(names, names);
		}
		long expiry = lock.getExpiry().toMillis();
		if (lock.getMinHold().compareTo(lock.getExpiry()) > 0) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "min-hold", lock.getMinHold(),
					"It is longer than '" + PREFIX + "expiry', which is " + expiry
							+ " ms. Shorten it, or lengthen the expiry.");
		}
		if (expiry - expiry * lock.getDriftFactor() - 2 < SHORTEST_LIMIT.toMillis()) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "expiry", lock.getExpiry(),
					"It leaves less than the " + SHORTEST_LIMIT.toMillis()
							+ " ms that a node may take to answer. Use a longer one, such as 8s.");
		}
	}

}
