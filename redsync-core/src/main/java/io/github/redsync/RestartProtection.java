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

package io.github.redsync;

/**
 * When the grants of a node are ignored because the node may have restarted. A node that
 * has lost its keys by a restart would grant locks that are still held, so its grants do
 * not count until every lock that it may have forgotten has expired.
 */
public enum RestartProtection {

	/**
	 * The grants of a node do not count for the longest expiry in use after a restart
	 * that was observed. At first contact, the uptime that the node reports is trusted.
	 */
	OBSERVED,

	/**
	 * As {@link #OBSERVED}, and the grants of every node do not count for the longest
	 * expiry in use after its first contact either.
	 */
	STRICT,

	/**
	 * The grants of every node always count. Safe only if each node syncs every write to
	 * disk.
	 */
	OFF

}
