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

import java.util.ArrayList;
import java.util.List;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.Slf4jLogConsumer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A factory of containers with a Redis server. They publish given ports, which stay the
 * same when the container is restarted.
 */
final class RedisContainer {

	private static final String IMAGE_PROPERTY = "redsync.test.redis-image";

	private static final String DEFAULT_IMAGE = "redis:7-alpine";

	private static final String ALL_ADDRESSES = "0.0.0.0";

	private RedisContainer() {
	}

	@SuppressWarnings("resource")
	static GenericContainer<?> start(ServerSettings settings, ServerPorts ports, String directory) {
		List<String> command = new ArrayList<>(List.of("redis-server"));
		// Only the published ports can be reached
		command.addAll(settings.commandLine(ports, directory, ALL_ADDRESSES));
		command.addAll(List.of("--protected-mode", "no"));
		String image = System.getProperty(IMAGE_PROPERTY, DEFAULT_IMAGE);
		GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image))
			.withCommand(command.toArray(String[]::new))
			.withCreateContainerCmdModifier((create) -> publish(create, ports))
			.waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1));
		settings.files()
			.forEach(
					(name, content) -> container.withCopyToContainer(Transferable.of(content), directory + "/" + name));
		if (settings.showLog()) {
			container.withLogConsumer(new Slf4jLogConsumer(LoggerFactory.getLogger(RedisServer.class)));
		}
		try {
			container.start();
			return container;
		}
		catch (RuntimeException ex) {
			container.stop();
			throw ex;
		}
	}

	private static void publish(CreateContainerCmd create, ServerPorts ports) {
		List<PortBinding> bindings = new ArrayList<>();
		for (int port : new int[] { ports.plain(), ports.tls() }) {
			if (port > 0) {
				// The server reports its own port, so it is the same outside the
				// container
				bindings
					.add(new PortBinding(Ports.Binding.bindIpAndPort(publishedAddress(), port), ExposedPort.tcp(port)));
			}
		}
		HostConfig hostConfig = create.getHostConfig();
		create.withExposedPorts(bindings.stream().map(PortBinding::getExposedPort).toList());
		create.withHostConfig(((hostConfig != null) ? hostConfig : new HostConfig()).withPortBindings(bindings));
	}

	private static String publishedAddress() {
		String engine = DockerClientFactory.instance().dockerHostIpAddress();
		boolean local = engine.equals("localhost") || engine.equals(ServerAddress.LOOPBACK);
		// Without a password, the server is published only on the loopback interface if
		// the engine is local
		return local ? ServerAddress.LOOPBACK : ALL_ADDRESSES;
	}

	/**
	 * Translate a start failure, to distinguish an occupied port from other causes.
	 * @param failure the failure to start a container
	 * @param ports the ports of the container
	 * @return the exception to throw
	 */
	static RuntimeException failure(RuntimeException failure, ServerPorts ports) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String message = String.valueOf(cause.getMessage());
			if (message.contains("port is already allocated") || message.contains("address already in use")) {
				return new TransientStartException("Port " + ports.plain() + " is taken", failure);
			}
		}
		return failure;
	}

}
