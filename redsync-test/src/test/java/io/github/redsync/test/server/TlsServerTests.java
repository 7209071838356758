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

package io.github.redsync.test.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisServer} with TLS.
 */
class TlsServerTests {

	private static final String PASSWORD = "changeit";

	@TempDir
	private Path directory;

	@Test
	void serverAcceptsTlsAtItsSecondPort() throws IOException, GeneralSecurityException {
		KeyStore keys = createKeys();
		Certificate certificate = keys.getCertificate("redis");
		Key key = keys.getKey("redis", PASSWORD.toCharArray());
		try (RedisServer server = RedisServer.builder()
			.tls(pem("CERTIFICATE", certificate.getEncoded()), pem("PRIVATE KEY", key.getEncoded()))
			.start()) {
			int port = Integer.parseInt(server.tlsUri().replaceAll(".*:", ""));
			assertThat(server.tlsUri()).startsWith("rediss://" + server.host() + ":");
			assertThat(port).isNotEqualTo(server.port());
			SSLContext context = trusting(keys);
			try (RawRedis redis = RawRedis.over(context.getSocketFactory().createSocket(server.host(), port))) {
				assertThat(redis.command("SET", "key", "value")).isEqualTo("OK");
			}
			assertThat(server.command("GET", "key")).isEqualTo("value");
		}
	}

	private KeyStore createKeys() throws IOException, GeneralSecurityException {
		Path file = this.directory.resolve("keys.p12");
		Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
		Process process = new ProcessBuilder(keytool.toString(), "-genkeypair", "-alias", "redis", "-keyalg", "EC",
				"-dname", "CN=localhost", "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(process.onExit().join().exitValue()).isZero();
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			keys.load(in, PASSWORD.toCharArray());
		}
		return keys;
	}

	private static SSLContext trusting(KeyStore keys) throws GeneralSecurityException, IOException {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("redis", keys.getCertificate("redis"));
		TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, factory.getTrustManagers(), null);
		return context;
	}

	private static String pem(String type, byte[] bytes) {
		return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(bytes)
				+ "\n-----END " + type + "-----\n";
	}

}
