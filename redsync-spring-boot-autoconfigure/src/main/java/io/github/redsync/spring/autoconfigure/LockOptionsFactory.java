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
 * Creates the default options from {@code redsync.lock}. The ranges are those of the
 * options; this class adds the property name to each failure.
 */
final class LockOptionsFactory {

	private static final String PREFIX = "redsync.lock.";

	private LockOptionsFactory() {
	}

	static LockOptions create(RedsyncLockProperties lock) {
		LockOptionsBuilder options = LockOptions.builder();
		Duration maxDelay = lock.getRetryDelay().getMax();
		set("drift-factor", lock.getDriftFactor(), options::driftFactor);
		// Built here, because the shortest expiry depends on the drift factor
		set("expiry", lock.getExpiry(), (expiry) -> options.expiry(expiry).build());
		set("wait-time", lock.getWaitTime(), options::waitTime);
		set("quorum-wait-time", lock.getQuorumWaitTime(), options::quorumWaitTime);
		set("tries", lock.getTries(), options::tries);
		set("retry-delay.max", maxDelay, RetryDelay::fixed);
		checkDelays(lock.getRetryDelay());
		set("retry-delay.min", lock.getRetryDelay().getMin(),
				(delay) -> options.retryDelay(RetryDelay.uniform(delay, maxDelay)));
		set("timeout-factor", lock.getTimeoutFactor(), options::timeoutFactor);
		set("max-hold", lock.getMaxHold(), options::maxHold);
		set("min-hold", lock.getMinHold(), options::minHold);
		options.failFast(lock.isFailFast());
		options.shuffleNodes(lock.isShuffleNodes());
		options.setNxOnExtend(lock.isSetNxOnExtend());
		options.autoExtend(lock.isAutoExtend());
		options.fencing(lock.isFencing());
		checkCombinations(lock);
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

	private static void checkDelays(RedsyncLockProperties.RetryDelay delay) {
		if (delay.getMin().compareTo(delay.getMax()) > 0) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "retry-delay.min", delay.getMin(),
					"Must not be longer than '" + PREFIX + "retry-delay.max' (" + delay.getMax().toMillis() + " ms).");
		}
	}

	private static void checkCombinations(RedsyncLockProperties lock) {
		if (lock.isFencing() && lock.isSetNxOnExtend()) {
			List<String> names = List.of(PREFIX + "fencing", PREFIX + "set-nx-on-extend");
			throw new MutuallyExclusiveConfigurationPropertiesException(names, names);
		}
		String expiry = "'" + PREFIX + "expiry' (" + lock.getExpiry().toMillis() + " ms).";
		if (lock.getMinHold().compareTo(lock.getExpiry()) > 0) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "min-hold", lock.getMinHold(),
					"Must not be longer than " + expiry);
		}
		if (lock.getMaxHold() != null && lock.getMaxHold().compareTo(lock.getExpiry()) < 0) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "max-hold", lock.getMaxHold(),
					"Must not be shorter than " + expiry);
		}
	}

}
