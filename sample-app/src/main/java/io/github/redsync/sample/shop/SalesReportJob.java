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

import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.LockTakenException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Schedules the sales report in all instances of the shop. An instance that does not get
 * the lock skips it.
 */
@Component
class SalesReportJob {

	private static final Logger logger = LoggerFactory.getLogger(SalesReportJob.class);

	private final SalesReport report;

	SalesReportJob(SalesReport report) {
		this.report = report;
	}

	@Scheduled(cron = "${shop.report-cron}")
	void run() {
		try {
			this.report.write();
		}
		catch (LockTakenException ex) {
			logger.debug("Sales report skipped: {}", ex.getMessage());
		}
		catch (LockNotAcquiredException ex) {
			logger.warn("Sales report not written: {}", ex.getMessage());
		}
	}

}
