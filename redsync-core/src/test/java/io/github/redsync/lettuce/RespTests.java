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

package io.github.redsync.lettuce;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RespTests {

	@ParameterizedTest
	@ValueSource(longs = { 0, 7, 10, 99, 100, 8_000, 1_800_000_000_000_000L, -1, -10, Long.MAX_VALUE, Long.MIN_VALUE })
	void integersAreWritten(long value) {
		String digits = Long.toString(value);
		assertThat(written((buffer) -> Resp.integer(buffer, value)))
			.isEqualTo("$" + digits.length() + "\r\n" + digits + "\r\n");
	}

	@Test
	void lengthOfTextIsNumberOfBytes() {
		assertThat(written((buffer) -> Resp.text(buffer, "schlüssel€"))).isEqualTo("$13\r\nschlüssel€\r\n");
		assertThat(new String(Resp.prepared("schlüssel€"), StandardCharsets.UTF_8)).isEqualTo("$13\r\nschlüssel€\r\n");
	}

	private static String written(Consumer<ByteBuf> writer) {
		ByteBuf buffer = Unpooled.buffer();
		writer.accept(buffer);
		return buffer.toString(StandardCharsets.UTF_8);
	}

}
