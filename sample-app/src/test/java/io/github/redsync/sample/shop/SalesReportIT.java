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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration test for the sales report in two instances.
 */
@ExtendWith(OutputCaptureExtension.class)
class SalesReportIT {

	@Test
	void reportIsWrittenByOneInstance(CapturedOutput output) {
		String debug = "--logging.level.io.github.redsync.sample=debug";
		try (ShopInstance shop = ShopInstance.start(debug); ShopInstance second = shop.startSecond(debug)) {
			shop.bean(SalesReportJob.class).run();
			second.bean(SalesReportJob.class).run();
			assertThat(output).containsOnlyOnce("Sales report: 0 events, 0 tickets sold, 0 oversold")
				.containsOnlyOnce("Sales report skipped: ");
		}
	}

}
