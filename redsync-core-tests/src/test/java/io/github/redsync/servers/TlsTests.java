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

package io.github.redsync.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

import io.github.redsync.Lease;
import io.github.redsync.Mutex;
import io.github.redsync.QuorumUnavailableException;
import io.github.redsync.Redsync;
import io.github.redsync.lettuce.LettuceNodeFactory;
import io.github.redsync.lettuce.LettuceNodeOptions;
import io.github.redsync.test.server.RedisServer;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Connections by TLS.
 */
class TlsTests {

	private static final String PASSWORD = "changeit";

	@TempDir
	private Path directory;

	private static void lockAndUnlock(Redsync redsync, RedisServer server) {
		try (Lease lease = redsync.newMutex("reached").lock()) {
			assertThat(server.command("GET", "reached")).isEqualTo(lease.value());
		}
		assertThat(server.command("EXISTS", "reached")).isEqualTo(0L);
	}

	@Test
	void onlyTrustedCertificateIsAccepted() throws Exception {
		Path file = this.directory.resolve("keys.p12");
		KeyStore keys = createKeys(file);
		try (RedisServer server = RedisServer.builder()
			.tls(pem("CERTIFICATE", certificate(keys).getEncoded()), pem("PRIVATE KEY", key(keys).getEncoded()))
			.start(); LettuceNodeFactory nodes = LettuceNodeFactory.create()) {
			SslOptions trusting = SslOptions.builder()
				.keyStoreType("PKCS12")
				.truststore(file.toFile(), PASSWORD)
				.build();
			RedisURI uri = RedisURI.create(server.tlsUri().replace("127.0.0.1", "localhost"));
			try (Redsync redsync = Redsync.builder()
				.node(nodes.node(LettuceNodeOptions.of(uri).sslOptions(trusting)))
				.build()) {
				lockAndUnlock(redsync, server);
			}
			assertRefused(nodes, LettuceNodeOptions.of(uri), "localhost:" + uri.getPort() + ": ",
					"certification path to requested target (trust the certificate of the server");
		}
	}

	@Test
	void wrongOrMissingCertificateIsNamedWithAction() throws Exception {
		Path file = this.directory.resolve("keys.p12");
		KeyStore keys = createKeys(file);
		try (RedisServer server = RedisServer.builder()
			.tls(pem("CERTIFICATE", certificate(keys).getEncoded()), pem("PRIVATE KEY", key(keys).getEncoded()))
			.arguments("--tls-auth-clients", "yes", "--tls-ca-cert-file", "{dir}/tls.crt")
			.start(); LettuceNodeFactory nodes = LettuceNodeFactory.create()) {
			SslOptions trusting = SslOptions.builder()
				.keyStoreType("PKCS12")
				.truststore(file.toFile(), PASSWORD)
				.build();
			assertRefused(nodes, LettuceNodeOptions.of(server.tlsUri()).sslOptions(trusting),
					"127.0.0.1:" + RedisURI.create(server.tlsUri()).getPort() + ": ",
					"(the certificate of the server is for another host: use an address that it names)");
			assertRefused(nodes,
					LettuceNodeOptions.of(server.tlsUri().replace("127.0.0.1", "localhost")).sslOptions(trusting),
					"localhost:" + RedisURI.create(server.tlsUri()).getPort() + ": ",
					"(give the node a certificate of its own that the server trusts)");
		}
	}

	@Test
	void plainConnectionToTlsPortIsNamedWithAction() throws Exception {
		KeyStore keys = createKeys(this.directory.resolve("keys.p12"));
		try (RedisServer server = RedisServer.builder()
			.tls(pem("CERTIFICATE", certificate(keys).getEncoded()), pem("PRIVATE KEY", key(keys).getEncoded()))
			.start(); LettuceNodeFactory nodes = LettuceNodeFactory.create()) {
			assertRefused(nodes, LettuceNodeOptions.of(server.tlsUri().replace("rediss:", "redis:")),
					"127.0.0.1:" + RedisURI.create(server.tlsUri()).getPort() + ": ", "use rediss://");
		}
	}

	private static void assertRefused(LettuceNodeFactory nodes, LettuceNodeOptions options, String node,
			String action) {
		try (Redsync redsync = Redsync.builder().node(nodes.node(options)).build()) {
			Mutex once = redsync.newMutex("refused", (lock) -> lock.tries(1));
			Awaitility.await()
				.untilAsserted(() -> assertThatExceptionOfType(QuorumUnavailableException.class).isThrownBy(once::lock)
					.withMessageContaining(node)
					.withMessageContaining(action));
		}
	}

	private static KeyStore createKeys(Path file) throws Exception {
		Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
		Process process = new ProcessBuilder(keytool.toString(), "-genkeypair", "-alias", "redis", "-keyalg", "EC",
				"-dname", "CN=localhost", "-ext", "san=dns:localhost", "-storetype", "PKCS12", "-keystore",
				file.toString(), "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (var in = Files.newInputStream(file)) {
			keys.load(in, PASSWORD.toCharArray());
		}
		// Java trusts only the certificate entries of a store, not those of keys
		keys.setCertificateEntry("trusted", keys.getCertificate("redis"));
		try (var out = Files.newOutputStream(file)) {
			keys.store(out, PASSWORD.toCharArray());
		}
		return keys;
	}

	private static Certificate certificate(KeyStore keys) throws Exception {
		return keys.getCertificate("redis");
	}

	private static Key key(KeyStore keys) throws Exception {
		return keys.getKey("redis", PASSWORD.toCharArray());
	}

	private static String pem(String type, byte[] bytes) {
		return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(bytes)
				+ "\n-----END " + type + "-----\n";
	}

}
