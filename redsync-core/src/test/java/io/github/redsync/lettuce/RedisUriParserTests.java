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

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

class RedisUriParserTests {

	@ParameterizedTest
	@CsvSource({ "redis://n1, n1, 6379", "redis://n1:7001/3, n1, 7001", "redis://user:pa@n1:7001, n1, 7001",
			"redis://shop_redis_1:7001, shop_redis_1, 7001", "redis://user:pa@shop_redis_1, shop_redis_1, 6379",
			"redis://[::1]:7001, [::1], 7001" })
	void hostAndPortAreRead(String text, String host, int port) {
		RedisURI uri = RedisUriParser.parse(text);
		assertThat(uri.getHost()).isEqualTo(host);
		assertThat(uri.getPort()).isEqualTo(port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis://user:p%40ss%23%2F%3F%25@n1", "redis://user:p%40ss%23%2F%3F%25@shop_redis_1" })
	void credentialsAreDecoded(String text) {
		RedisCredentials credentials = RedisUriParser.parse(text).getCredentialsProvider().resolveCredentials().block();
		assertThat(credentials.getUsername()).isEqualTo("user");
		assertThat(new String(credentials.getPassword())).isEqualTo("p@ss#/?%");
	}

	@ParameterizedTest
	@CsvSource({ "redis://us%3Aer:p+ss%20w%C3%A4rd%2B@n1, us:er, p+ss w\u00e4rd+", "redis://:a:b@n1, , a:b",
			"redis://secret@n1, , secret", "'redis-sentinel://us%40er:p%40ss%3A@s1:26379,s2#main', us@er, p@ss:" })
	void credentialsWithAnyCharacterAreDecoded(String text, String username, String password) {
		RedisCredentials credentials = RedisUriParser.parse(text).getCredentialsProvider().resolveCredentials().block();
		assertThat(credentials.getUsername()).isEqualTo(username);
		assertThat(new String(credentials.getPassword())).isEqualTo(password);
	}

	@ParameterizedTest
	@ValueSource(strings = { "rediss://n1", "redis+ssl://n1", "redis+tls://n1", "rediss-sentinel://n1#main" })
	void tlsIsRead(String text) {
		assertThat(RedisUriParser.parse(text).isSsl()).isTrue();
	}

	@Test
	void databaseIsRead() {
		assertThat(RedisUriParser.parse("redis://n1/3").getDatabase()).isEqualTo(3);
	}

	@Test
	void sentinelsAreRead() {
		RedisURI uri = RedisUriParser.parse("redis-sentinel://:secret@s1:26379,s2:26380#main");
		assertThat(uri.getSentinelMasterId()).isEqualTo("main");
		assertThat(uri.getSentinels()).extracting(RedisURI::getHost, RedisURI::getPort)
			.containsExactly(tuple("s1", 26379), tuple("s2", 26380));
	}

	@Test
	void socketIsRead() {
		assertThat(RedisUriParser.parse("redis-socket:///run/redis.sock").getSocket()).isEqualTo("/run/redis.sock");
	}

	@ParameterizedTest
	@ValueSource(strings = { "s3cret:6379", "localhost:6379", "10.0.0.1:6379", "10.0.0.1", "node_1:6379", "n1",
			":s3cret@n1:6379", "[::1]:6379", "//n1:6379" })
	void missingSchemeIsNamed(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> RedisUriParser.parse(text))
			.withMessage("The URI of a node is not valid: it has no scheme: begin it with 'redis://', or with "
					+ "'rediss://' for TLS");
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis://a:1:2", "redis://a:6379:6379/1", "redis://:s3cret@a:1:2", "redis://::1:6379",
			"redis://fe80::1" })
	void secondPortIsNamed(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> RedisUriParser.parse(text))
			.withMessage("The URI of a node is not valid: its host is followed by more than one port: write "
					+ "'host:port', and an IPv6 address in brackets");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a:6379", "redis://a", "a:1:2", "a/1", "user@a", "a b", "::1:" })
	void hostOfAddressIsChecked(String host) {
		RedisURI uri = new RedisURI();
		uri.setHost(host);
		uri.setPort(6379);
		assertThatIllegalArgumentException().isThrownBy(() -> LettuceNodeOptions.of(uri))
			.withMessageContaining("The host of a node is not valid")
			.withMessageContaining("without scheme, port and path");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "a_b", "a.example.com.", "127.0.0.1", "[::1]", "::1", "fe80::1%eth0",
			"\u00fcber.example" })
	void hostOfAddressIsAccepted(String host) {
		RedisURI uri = new RedisURI();
		uri.setHost(host);
		uri.setPort(6379);
		assertThat(LettuceNodeOptions.of(uri)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "s3cret", "s3cret:6379", "http://:s3cret@n1", "redis:s3cret", "redis://",
			"redis://:s3cret", "redis://:s3cret#x@n1:6379", "redis://:s3cret?x@n1:6379", "redis://:s3cret/x@n1:6379",
			"redis://s3cret#x@n1:6379", "redis://s3cret?x@n1:6379", "redis://s3cret/x@n1:6379",
			"redis://user:s3cret@x@n1:6379", "redis://user:s3cret x@n1:6379", "redis://user:s3cret%zz@n1:6379",
			"redis://user:s3cret@n1:port", "redis://user:s3cret@n1:99999", "redis://user:s3cret@n1/first",
			"redis://user:s3cret@n1#x", "redis-sentinel://:s3cret@s1:26379", "redis-sentinel://:s3cret#x@s1:26379",
			"redis-sentinel://:s3cret@s1:x,s2#main", "redis-socket://s3cret" })
	void invalidUriIsNotRepeated(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> RedisUriParser.parse(text))
			.withMessageStartingWith("The URI of a node is not valid: ")
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("s3cret"));
	}

}
