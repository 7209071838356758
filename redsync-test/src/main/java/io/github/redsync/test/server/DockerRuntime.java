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

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/**
 * A server in a container. It is killed and restarted in the same container, so that it
 * keeps its port.
 */
final class DockerRuntime implements ServerRuntime {

	private static final String DIRECTORY = "/data";

	private static final int KILL_LIMIT_SECONDS = 30;

	private final ServerSettings settings;

	private @Nullable GenericContainer<?> container;

	DockerRuntime(ServerSettings settings) {
		this.settings = settings;
	}

	@Override
	public String host() {
		return DockerClientFactory.instance().dockerHostIpAddress();
	}

	@Override
	public Path directory() {
		return Path.of(DIRECTORY);
	}

	@Override
	public OptionalLong pid() {
		return OptionalLong.empty();
	}

	@Override
	public boolean isAlive() {
		GenericContainer<?> current = this.container;
		return current != null && current.isRunning();
	}

	@Override
	public void start(ServerPorts ports) {
		try {
			if (this.container == null) {
				this.container = RedisContainer.start(this.settings, ports, DIRECTORY);
			}
			else {
				client().startContainerCmd(id()).exec();
			}
		}
		catch (RuntimeException ex) {
			throw RedisContainer.failure(ex, ports);
		}
		ServerAddress address = new ServerAddress(host(), ports.plain(), this.settings.password());
		if (!Readiness.await(address, this::isAlive)) {
			throw new IllegalStateException(
					"The container on port " + ports.plain() + " does not reply. Its log:\n" + running().getLogs());
		}
	}

	@Override
	public void pause() {
		client().pauseContainerCmd(id()).exec();
	}

	@Override
	public void resume() {
		client().unpauseContainerCmd(id()).exec();
	}

	@Override
	public void kill() {
		// The engine can kill a paused container
		client().killContainerCmd(id()).exec();
		client().waitContainerCmd(id())
			.exec(new WaitContainerResultCallback())
			.awaitStatusCode(KILL_LIMIT_SECONDS, TimeUnit.SECONDS);
	}

	@Override
	public void close() {
		GenericContainer<?> current = this.container;
		if (current != null) {
			current.stop();
			this.container = null;
		}
	}

	private DockerClient client() {
		return DockerClientFactory.instance().client();
	}

	private String id() {
		return running().getContainerId();
	}

	private GenericContainer<?> running() {
		GenericContainer<?> current = this.container;
		if (current == null) {
			throw new IllegalStateException("The container was not created");
		}
		return current;
	}

}
