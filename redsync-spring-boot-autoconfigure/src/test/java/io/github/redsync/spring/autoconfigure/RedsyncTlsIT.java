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

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

import io.github.redsync.Redsync;
import io.github.redsync.test.server.RedisServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for auto-configured locks over TLS with an SSL bundle.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedsyncTlsIT {

	private static final String PASSWORD = "changeit";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RedsyncAutoConfiguration.class, SslAutoConfiguration.class));

	@TempDir
	private Path directory;

	private RedisServer server;

	@BeforeEach
	void setUp() throws IOException, GeneralSecurityException {
		KeyStore keys = createKeys();
		String certificate = pem("CERTIFICATE", keys.getCertificate("redis").getEncoded());
		String key = pem("PRIVATE KEY", keys.getKey("redis", PASSWORD.toCharArray()).getEncoded());
		Files.writeString(this.directory.resolve("redis.pem"), certificate);
		this.server = RedisServer.builder().tls(certificate, key).start();
	}

	@AfterEach
	void tearDown() {
		this.server.close();
	}

	@Test
	void trustsCertificateOfBundle() {
		this.contextRunner
			.withPropertyValues("redsync.nodes[0].uri=" + this.server.tlsUri(), "redsync.nodes[0].ssl.bundle=redis",
					"spring.ssl.bundle.pem.redis.truststore.certificate=" + this.directory.resolve("redis.pem").toUri())
			.run((context) -> {
				Redsync redsync = context.getBean(Redsync.class);
				Awaitility.await().until(() -> redsync.nodes().get(0).isUp());
				redsync.newMutex("orders").lock().close();
			});
	}

	@Test
	void trustsNoOtherCertificate(CapturedOutput output) {
		this.contextRunner.withPropertyValues("redsync.nodes[0].uri=" + this.server.tlsUri()).run((context) -> {
			Redsync redsync = context.getBean(Redsync.class);
			Awaitility.await().until(() -> output.getAll().contains("unable to find valid certification path"));
			assertThat(redsync.nodes().get(0).isUp()).isFalse();
		});
	}

	private KeyStore createKeys() throws IOException, GeneralSecurityException {
		Path file = this.directory.resolve("keys.p12");
		Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
		Process process = new ProcessBuilder(keytool.toString(), "-genkeypair", "-alias", "redis", "-keyalg", "EC",
				"-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1,dns:localhost", "-storetype", "PKCS12", "-keystore",
				file.toString(), "-storepass", PASSWORD)
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

	private static String pem(String type, byte[] bytes) {
		return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(bytes)
				+ "\n-----END " + type + "-----\n";
	}

}
