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
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RedisBinary} and {@link UserDirectory}.
 */
class RedisBinaryTests {

	private static final String LINUX = "redis-server-7.0.15-linux-amd64";

	private final URL resource = RedisBinary.class.getClassLoader().getResource(LINUX);

	@TempDir
	private Path directory;

	@Test
	void resourceNameDependsOnSystemAndMachine() {
		assertThat(RedisBinary.resourceName("Linux", "amd64")).isEqualTo(LINUX);
		assertThat(RedisBinary.resourceName("Linux", "x86_64")).isEqualTo(LINUX);
		assertThat(RedisBinary.resourceName("Linux", "i386")).isEqualTo("redis-server-7.0.15-linux-386");
		assertThat(RedisBinary.resourceName("Mac OS X", "aarch64")).isEqualTo("redis-server-7.0.15-darwin-arm64");
	}

	@Test
	void missingBinaryIsReportedWithAction() {
		assertThatIllegalStateException()
			.isThrownBy(() -> RedisBinary.unpack(RedisBinary.resourceName("Windows 11", "amd64")))
			.withMessageContaining("redis-server-7.0.15-windows 11-amd64")
			.withMessageContaining("-Dredsync.test.redis-server=");
	}

	@Test
	void executableCanBeConfigured() {
		try (SystemProperty binary = SystemProperty.of(RedisBinary.PROPERTY, "/opt/redis/redis-server")) {
			assertThat(binary).isNotNull();
			assertThat(RedisBinary.locate()).isEqualTo(Path.of("/opt/redis/redis-server"));
		}
	}

	@Test
	void binaryIsUnpackedOnce() throws IOException {
		Path first = RedisBinary.unpack(this.resource, LINUX, this.directory);
		Object key = Files.readAttributes(first, "unix:ino").get("ino");
		assertThat(RedisBinary.unpack(this.resource, LINUX, this.directory)).isEqualTo(first).isExecutable();
		assertThat(Files.readAttributes(first, "unix:ino")).containsEntry("ino", key);
	}

	@Test
	void incompleteFileIsReplaced() throws IOException {
		Path path = RedisBinary.unpack(this.resource, LINUX, this.directory);
		long size = Files.size(path);
		Files.write(path, new byte[] { 1, 2, 3 });
		assertThat(RedisBinary.unpack(this.resource, LINUX, this.directory)).hasSize(size);
	}

	@Test
	void binaryIsUnpackedConcurrently() throws InterruptedException, ExecutionException, IOException {
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			Callable<Path> unpacking = () -> RedisBinary.unpack(this.resource, LINUX, this.directory);
			List<Path> paths = executor.invokeAll(List.of(unpacking, unpacking, unpacking, unpacking))
				.stream()
				.map(RedisBinaryTests::get)
				.distinct()
				.toList();
			assertThat(paths).hasSize(1);
		}
		finally {
			executor.shutdown();
		}
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files).hasSize(1);
		}
	}

	@Test
	void directoryIsPrivateAndReused() throws IOException {
		Path mine = UserDirectory.in(this.directory);
		assertThat(Files.getPosixFilePermissions(mine)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
		assertThat(mine).isEmptyDirectory();
		assertThat(UserDirectory.in(this.directory)).isEqualTo(mine);
	}

	@Test
	void directoryOpenToOthersIsNotTrusted() throws IOException {
		Path mine = UserDirectory.in(this.directory);
		Files.setPosixFilePermissions(mine, PosixFilePermissions.fromString("rwxrwxrwx"));
		Path other = UserDirectory.in(this.directory);
		assertThat(other).isNotEqualTo(mine);
		assertThat(Files.getPosixFilePermissions(other)).doesNotContain(PosixFilePermission.OTHERS_WRITE);
	}

	@Test
	void linkToDirectoryIsNotTrusted() throws IOException {
		Path mine = UserDirectory.in(this.directory);
		Path elsewhere = this.directory.resolve("elsewhere");
		Files.move(mine, elsewhere);
		Files.createSymbolicLink(mine, elsewhere);
		assertThat(UserDirectory.in(this.directory)).isNotEqualTo(mine);
	}

	private static Path get(Future<Path> future) {
		try {
			return future.get();
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new AssertionError(ex);
		}
	}

}
