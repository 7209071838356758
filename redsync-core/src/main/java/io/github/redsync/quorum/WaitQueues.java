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

package io.github.redsync.quorum;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.redsync.node.ChangeListener;
import org.jspecify.annotations.Nullable;

/**
 * The lines of this process, one for each lock that somebody waits for; of a lock that is
 * held or acquired without a wait there is nothing here. Safe for use by many threads.
 */
final class WaitQueues implements Successors {

	private final NodeGroup quorum;

	private final ConcurrentMap<String, WaitQueue> lines = new ConcurrentHashMap<>();

	WaitQueues(NodeGroup quorum) {
		this.quorum = quorum;
	}

	/**
	 * Be told by a node which keys have changed.
	 */
	ChangeListener listener(int index) {
		return new ChangeListener() {

			@Override
			public void changed(String key) {
				WaitQueue line = find(key);
				if (line != null) {
					line.changed(index);
				}
			}

			@Override
			public void lost() {
				WaitQueues.this.lines.values().forEach((line) -> line.lost(index));
			}

		};
	}

	/**
	 * Let an acquisition wait behind others of this process, if there are any.
	 * @return whether it waits
	 */
	boolean joinOthers(Acquisition acquisition) {
		WaitQueue line = find(acquisition.key());
		return line != null && line.join(acquisition, false);
	}

	/**
	 * Let an acquisition wait, alone or behind others.
	 */
	void join(Acquisition acquisition) {
		boolean joined = false;
		while (!joined) {
			WaitQueue line = this.lines.computeIfAbsent(acquisition.key(),
					(key) -> new WaitQueue(this.quorum, this, key));
			joined = line.join(acquisition, true);
			if (!joined) {
				remove(line);
			}
		}
	}

	@Override
	public @Nullable Successor next(Hold hold, boolean mayHandOff) {
		WaitQueue line = find(hold.key());
		return (line != null) ? line.successor(hold, mayHandOff) : null;
	}

	@Override
	public void onLost(Hold hold) {
		WaitQueue line = find(hold.key());
		if (line != null) {
			line.lost(hold);
		}
	}

	@Nullable WaitQueue find(String key) {
		return this.lines.get(key);
	}

	/**
	 * Forget a line that nobody can join any more.
	 */
	void remove(WaitQueue line) {
		this.lines.remove(line.key(), line);
	}

	int count() {
		return this.lines.size();
	}

}
