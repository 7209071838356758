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
 * Adds the action to a TLS error. Errors of Java have no code, so they are recognized by
 * a part of their message.
 */
final class TlsErrors {

	private static final Map<String, String> ACTIONS = new HashMap<>();

	static {
		ACTIONS.put("certification path",
				"trust the certificate of the server, or that of its issuer, in the trust store of the node");
		String host = "the certificate of the server is for another host: use an address that it names";
		ACTIONS.put("No subject alternative", host);
		ACTIONS.put("No name matching", host);
		String client = "give the node a certificate of its own that the server trusts";
		ACTIONS.put("fatal alert: certificate_required", client);
		ACTIONS.put("fatal alert: bad_certificate", client);
	}

	private TlsErrors() {
	}

	static String explain(String error) {
		return ACTIONS.entrySet()
			.stream()
			.filter((action) -> error.contains(action.getKey()))
			.findFirst()
			.map((action) -> error + " (" + action.getValue() + ")")
			.orElse(error);
	}

}
