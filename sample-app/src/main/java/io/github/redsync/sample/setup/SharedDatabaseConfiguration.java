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

package io.github.redsync.sample.setup;

import java.nio.file.Path;

import io.github.redsync.spring.autoconfigure.RedsyncConnectionDetails;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configuration of the shared database, unless another database is configured.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "spring.datasource.url", havingValue = "shared", matchIfMissing = true)
class SharedDatabaseConfiguration {

	@Bean
	SharedDatabase sharedDatabase(@Value("${shop.data-directory}") Path directory, RedsyncConnectionDetails redis) {
		// The text of a URI does not contain the password
		return new SharedDatabase(directory,
				redis.getNodes().stream().map((node) -> String.valueOf(node.getUri())).toList());
	}

}
