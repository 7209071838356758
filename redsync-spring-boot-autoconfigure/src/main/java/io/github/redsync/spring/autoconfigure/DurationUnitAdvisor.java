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
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Requires a unit in each duration under {@code redsync}, as the annotation does. Spring
 * Boot reads a number without a unit as milliseconds, but an expiry of 10 is rarely meant
 * to be 10 ms.
 */
final class DurationUnitAdvisor implements ConfigurationPropertiesBindHandlerAdvisor {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of(PropertyKeys.ROOT);

	private static final Pattern NO_UNIT = Pattern.compile("[+]?\\d*[1-9]\\d*");

	@Override
	public BindHandler apply(BindHandler bindHandler) {
		return new UnitBindHandler(bindHandler);
	}

	private static final class UnitBindHandler extends AbstractBindHandler {

		private UnitBindHandler(BindHandler parent) {
			super(parent);
		}

		@Override
		public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target,
				BindContext context) {
			Class<?> type = target.getType().resolve(Object.class);
			if (ROOT.isAncestorOf(name) && (type == Duration.class || type == RedsyncLockProperties.RetryDelay.class)) {
				// Binding as a string resolves placeholders
				context.getBinder().bind(name, Bindable.of(String.class)).ifBound((text) -> check(name, text));
			}
			return super.onStart(name, target, context);
		}

		private static void check(ConfigurationPropertyName name, String text) {
			// A retry delay may be a range of two durations
			for (String part : text.split("-")) {
				String number = part.trim();
				if (NO_UNIT.matcher(number).matches()) {
					throw new FailureAnalyzedException(
							"Invalid value '%s' for configuration property '%s': '%s' has no unit.".formatted(text,
									name, number),
							"Use '%sms' or '%ss', or another unit (ns, us, m, h or d).".formatted(number, number));
				}
			}
		}

	}

}
