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

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The existing key that is most similar to an unknown key.
 */
final class NearestKey {

	private static final int MAX_LENGTH = 1_000;

	private final PropertyKey key;

	private final int edits;

	private NearestKey(PropertyKey key, int edits) {
		this.key = key;
		this.edits = edits;
	}

	/**
	 * Find the nearest key. Only letters and digits are compared, so that properties and
	 * environment variables are treated alike.
	 * @param name the full unknown name
	 * @param last the last element of that name
	 */
	static NearestKey of(String name, String last, List<String> indexes, Collection<PropertyKey> keys) {
		PropertyKey nearest = null;
		int minScore = Integer.MAX_VALUE;
		for (PropertyKey key : keys) {
			int score = score(plain(name), plain(last), plain(key.toProperty(indexes)), plain(key.lastElement()));
			if (score < minScore) {
				minScore = score;
				nearest = key;
			}
		}
		if (nearest == null) {
			throw new IllegalStateException("There are no properties to choose from");
		}
		return new NearestKey(nearest, edits(plain(name), plain(nearest.toProperty(indexes))));
	}

	PropertyKey key() {
		return this.key;
	}

	/**
	 * Return the number of letters to insert, delete or substitute.
	 */
	int edits() {
		return this.edits;
	}

	/**
	 * A matching last element has a high weight, because then only the group is wrong or
	 * missing, as in redsync.expiry. Among such keys, the distance of the full name
	 * decides.
	 */
	private static int score(String name, String last, String candidate, String candidateLast) {
		int edits = edits(name, candidate);
		int score = edits;
		if (!last.isEmpty() && !candidateLast.isEmpty()) {
			int lastEdits = edits(last, candidateLast);
			score = (lastEdits <= 2) ? Math.min(score, 1 + 2 * lastEdits) : score;
			score = candidateLast.startsWith(last) ? Math.min(score, 4) : score;
		}
		return score * MAX_LENGTH + Math.min(edits, MAX_LENGTH - 1);
	}

	private static String plain(String text) {
		return text.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
	}

	private static int edits(String left, String right) {
		int[] row = new int[right.length() + 1];
		for (int j = 0; j < row.length; j++) {
			row[j] = j;
		}
		for (int i = 1; i <= left.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j < row.length; j++) {
				int replaced = diagonal + ((left.charAt(i - 1) != right.charAt(j - 1)) ? 1 : 0);
				diagonal = row[j];
				row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
			}
		}
		return row[right.length()];
	}

}
