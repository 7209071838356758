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

package io.github.redsync.spring.autoconfigure.metrics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redsync.AcquireOutcome;
import io.github.redsync.Lease;
import io.github.redsync.spring.autoconfigure.metrics.RedsyncMeter.Tag;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * The meters of all locks with one label, looked up once.
 */
final class LockMeters {

	private final Map<AcquireOutcome, Timer> acquire = new EnumMap<>(AcquireOutcome.class);

	private final Timer hold;

	private final LongTaskTimer active;

	private final AtomicInteger waiting = new AtomicInteger();

	private final Counter extended;

	private final Counter failed;

	private final Counter lost;

	private final Map<Lease, LongTaskTimer.Sample> held = new ConcurrentHashMap<>();

	LockMeters(MeterRegistry registry, String lock) {
		Tags tags = Tags.of(Tag.LOCK.asString(), lock);
		for (AcquireOutcome outcome : AcquireOutcome.values()) {
			this.acquire.put(outcome, timer(RedsyncMeter.LOCK_ACQUIRE,
					tags.and(Tag.OUTCOME.asString(), TagValues.of(outcome)), registry));
		}
		this.hold = timer(RedsyncMeter.LOCK_HOLD, tags, registry);
		this.active = LongTaskTimer.builder(RedsyncMeter.LOCK_ACTIVE.getName())
			.description(RedsyncMeter.LOCK_ACTIVE.getDescription())
			.tags(tags)
			.register(registry);
		Gauge.builder(RedsyncMeter.LOCK_WAITING.getName(), this.waiting, AtomicInteger::get)
			.description(RedsyncMeter.LOCK_WAITING.getDescription())
			.tags(tags)
			.register(registry);
		this.extended = counter(RedsyncMeter.LOCK_EXTEND, tags.and(Tag.OUTCOME.asString(), "extended"), registry);
		this.failed = counter(RedsyncMeter.LOCK_EXTEND, tags.and(Tag.OUTCOME.asString(), "failed"), registry);
		this.lost = counter(RedsyncMeter.LOCK_LOST, tags, registry);
	}

	private static Timer timer(RedsyncMeter meter, Tags tags, MeterRegistry registry) {
		return Timer.builder(meter.getName()).description(meter.getDescription()).tags(tags).register(registry);
	}

	private static Counter counter(RedsyncMeter meter, Tags tags, MeterRegistry registry) {
		return Counter.builder(meter.getName()).description(meter.getDescription()).tags(tags).register(registry);
	}

	void acquireStarted() {
		this.waiting.incrementAndGet();
	}

	void acquireEnded(AcquireOutcome outcome, Duration elapsed) {
		this.waiting.decrementAndGet();
		Timer timer = this.acquire.get(outcome);
		if (timer != null) {
			timer.record(elapsed);
		}
	}

	void granted(Lease lease) {
		this.held.put(lease, this.active.start());
	}

	void extended(boolean success) {
		(success ? this.extended : this.failed).increment();
	}

	void lost(Lease lease, Duration time) {
		this.lost.increment();
		ended(lease, time);
	}

	void ended(Lease lease, Duration time) {
		LongTaskTimer.Sample sample = this.held.remove(lease);
		if (sample != null) {
			sample.stop();
			this.hold.record(time);
		}
	}

}
