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

import io.github.redsync.node.RedisNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServerClaimsTests {

	private final LettuceNodeFactory nodes = LettuceNodeFactory.create();

	private final RedisNode first = this.nodes.node(LettuceNodeOptions.of("redis://127.0.0.1:1").name("first"));

	private final RedisNode second = this.nodes.node(LettuceNodeOptions.of("redis://127.0.0.1:1").name("second"));

	private final ServerClaims claims = new ServerClaims();

	@AfterEach
	void close() {
		this.nodes.close();
	}

	@Test
	void serverBelongsToOneNode() {
		assertThat(this.claims.claim(this.first, "id", "a")).isNull();
		assertThat(this.claims.claim(this.second, "id", "b")).contains("the same as that of node first");
		assertThat(this.claims.claim(this.second, "other", "b")).isNull();
	}

	@Test
	void releaseOfOneConnectionKeepsClaimOfAnother() {
		this.claims.claim(this.first, "id", "a");
		this.claims.claim(this.first, "id", "b");
		this.claims.release("a");
		this.claims.release("a");
		assertThat(this.claims.claim(this.second, "id", "c")).isNotNull();
		this.claims.release("c");
		assertThat(this.claims.claim(this.second, "id", "c")).isNotNull();
		this.claims.release("b");
		assertThat(this.claims.claim(this.second, "id", "c")).isNull();
	}

	@Test
	void closedNodeReleasesAllClaims() {
		this.claims.claim(this.first, "id", "a");
		this.claims.claim(this.first, "other", "b");
		this.claims.releaseAll(this.first);
		assertThat(this.claims.claim(this.second, "id", "c")).isNull();
		assertThat(this.claims.claim(this.second, "other", "d")).isNull();
	}

}
