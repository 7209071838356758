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

import io.github.redsync.node.ChangeListener;
import org.jspecify.annotations.Nullable;

/**
 * Forwards change notifications to the listener that is set, if any. Thread-safe.
 */
final class ChangeNotifier implements ChangeListener {

	private volatile @Nullable ChangeListener listener;

	void setListener(ChangeListener listener) {
		this.listener = listener;
	}

	@Override
	public void changed(String key) {
		ChangeListener current = this.listener;
		if (current != null) {
			current.changed(key);
		}
	}

	@Override
	public void lost() {
		ChangeListener current = this.listener;
		if (current != null) {
			current.lost();
		}
	}

}
