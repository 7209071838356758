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
import java.util.Collection;
import java.util.List;

import io.github.redsync.lettuce.RedisUriParser;
import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Connection details of the nodes. A bean of this type replaces {@code redsync.nodes},
 * for tests with containers and for addresses that are determined at run time.
 *
 * @since 0.1.0
 */
public interface RedsyncConnectionDetails extends ConnectionDetails {

	/**
	 * Return the nodes.
	 * @return the independent servers, preferably three or five
	 */
	List<Node> getNodes();

	/**
	 * Create connection details from URIs.
	 * @param uris the URIs, such as {@code redis://user:password@host:6379/0}
	 * @return the details
	 * @throws IllegalArgumentException if a URI is invalid; the message does not contain
	 * the URI, which may contain a password
	 */
	static RedsyncConnectionDetails of(Collection<String> uris) {
		List<Node> nodes = uris.stream().map(RedisUriParser::parse).<Node>map((uri) -> () -> uri).toList();
		return () -> nodes;
	}

	/**
	 * One server.
	 */
	@FunctionalInterface
	interface Node {

		/**
		 * Return the address of the server.
		 * @return the address with credentials, database and whether to use TLS; may
		 * refer to Sentinels or a Unix socket
		 */
		RedisURI getUri();

		/**
		 * Return the name of the node in messages, metrics and health details.
		 * @return the name, or {@code null} for host and port
		 */
		default @Nullable String getName() {
			return null;
		}

		/**
		 * Return the keys and certificates for TLS, if the address requires TLS.
		 * @return the SSL bundle, or {@code null} for those of the JVM
		 */
		default @Nullable SslBundle getSslBundle() {
			return null;
		}

		/**
		 * Return the number of connections to the node.
		 * @return the number from 1 to 64; 1 unless overridden
		 */
		default int getPoolSize() {
			return 1;
		}

		/**
		 * Return the maximum time to establish a connection, including its handshake.
		 * @return the time, from 1 millisecond to 1 hour; 2 seconds unless overridden
		 */
		default Duration getConnectTimeout() {
			return Duration.ofSeconds(2);
		}

	}

}
