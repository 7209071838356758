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

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Connection details of one node. Beans of this type, in their order, replace
 * {@code redsync.nodes} unless there is a bean of type {@link RedsyncConnectionDetails}.
 * There is one bean for each Redis service of Docker Compose.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RedsyncNodeConnectionDetails extends ConnectionDetails, RedsyncConnectionDetails.Node {

}
