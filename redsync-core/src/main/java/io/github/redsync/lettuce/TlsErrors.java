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

import java.util.HashMap;
import java.util.Map;

/**
 * Adds to what went wrong with TLS what can be done about it. Java says it in a sentence
 * without a code, of which a part is looked for.
 */
final class TlsErrors {

	private static final Map<String, String> MENDS = new HashMap<>();

	static {
		MENDS.put("certification path",
				"trust the certificate of the server, or that of its issuer, in the trust store of the node");
		String host = "the certificate of the server is for another host: use an address that it names";
		MENDS.put("No subject alternative", host);
		MENDS.put("No name matching", host);
		String client = "give the node a certificate of its own that the server trusts";
		MENDS.put("fatal alert: certificate_required", client);
		MENDS.put("fatal alert: bad_certificate", client);
	}

	private TlsErrors() {
	}

	static String explain(String error) {
		return MENDS.entrySet()
			.stream()
			.filter((mend) -> error.contains(mend.getKey()))
			.findFirst()
			.map((mend) -> error + " (" + mend.getValue() + ")")
			.orElse(error);
	}

}
