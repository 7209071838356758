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

package io.github.redsync.sample.shop;

import java.util.List;

import io.github.redsync.spring.DistributedLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Service;

/**
 * Reports the sales. Only one instance of the shop writes a report: the lock stays taken
 * for 20 seconds, so that an instance with a late clock does not write it again.
 */
@Service
public class SalesReport {

	private static final Logger logger = LoggerFactory.getLogger(SalesReport.class);

	private final EventRepository events;

	SalesReport(EventRepository events) {
		this.events = events;
	}

	/**
	 * Write the report to the log.
	 */
	@DistributedLock(name = "job:sales-report", expiry = "25s", minHold = "20s", waitTime = "0s")
	public void write() {
		List<Event> all = this.events.all();
		logger.info("Sales report: {} events, {} tickets sold, {} oversold", all.size(),
				all.stream().mapToInt(Event::sold).sum(), all.stream().mapToInt(Event::oversold).sum());
	}

}
