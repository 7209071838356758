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
 * Where the nodes are. A bean of this type takes the place of {@code redsync.nodes}, for
 * tests with containers and for addresses that are found out at run time.
 *
 * @since 0.1.0
 */
public interface RedsyncConnectionDetails extends ConnectionDetails {

	/**
	 * Return the nodes.
	 * @return the independent servers, best three or five of them
	 */
	List<Node> getNodes();

	/**
	 * Return the details of servers that are known by their URIs.
	 * @param uris the URIs, such as {@code redis://user:password@host:6379/0}
	 * @return the details
	 * @throws IllegalArgumentException if one is not valid; the message does not repeat
	 * it, since it may hold a password
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
		 * @return the address with credentials, database and whether to use TLS; may name
		 * Sentinels or a Unix socket
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
		 * Return the keys and certificates of TLS, where the address asks for it.
		 * @return the SSL bundle, or {@code null} for those of the JVM
		 */
		default @Nullable SslBundle getSslBundle() {
			return null;
		}

		/**
		 * Return how many connections the node has.
		 * @return the number from 1 to 64; 1 unless overridden
		 */
		default int getPoolSize() {
			return 1;
		}

		/**
		 * Return how long a connection, with its handshake, may take to be made.
		 * @return the time, from 1 millisecond to 1 hour; 2 seconds unless overridden
		 */
		default Duration getConnectTimeout() {
			return Duration.ofSeconds(2);
		}

	}

}
