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
 * Whether a node that has lost its memory by a restart gives a vote at once. A node that
 * comes back empty would grant locks that are still held, so it must stay silent until
 * every lock that it may have forgotten has expired.
 */
public enum RestartProtection {

	/**
	 * A node that is seen to have restarted gives no vote until the longest expiry in use
	 * has passed. At first contact its own word on its uptime is believed.
	 */
	OBSERVED,

	/**
	 * Also at first contact a node gives no vote until the longest expiry in use has
	 * passed.
	 */
	STRICT,

	/**
	 * A node votes at once. Only safe where every node syncs each write to disk.
	 */
	OFF

}
