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

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.github.redsync.node.RedisNode;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Transports.NativeTransports;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import org.jspecify.annotations.Nullable;

/**
 * A factory of nodes that share their event loops, as many as there are processors.
 * Thread-safe.
 */
public final class LettuceNodeFactory implements AutoCloseable {

	private static final long SHUTDOWN_SECONDS = 2;

	private final EventLoops loops = new EventLoops();

	private final ClientResources resources;

	private final EventExecutor scheduler;

	private final LongSupplier nanoClock;

	private final ServerClaims claims = new ServerClaims();

	private final RestartWaivers waivers = RestartWaivers.load();

	private final List<LettuceNode> nodes = new CopyOnWriteArrayList<>();

	private LettuceNodeFactory(LongSupplier nanoClock) {
		this.nanoClock = nanoClock;
		this.resources = ClientResources.builder()
			.nettyCustomizer(this.loops)
			.commandLatencyRecorder(CommandLatencyRecorder.disabled())
			.build();
		this.scheduler = this.resources.eventExecutorGroup().next();
	}

	/**
	 * Create a factory with event loops of its own.
	 * @return the factory, to be closed
	 */
	public static LettuceNodeFactory create() {
		return create(System::nanoTime);
	}

	/**
	 * Create a factory with event loops of its own, for a
	 * {@link io.github.redsync.Redsync} with a
	 * {@linkplain io.github.redsync.Redsync.Builder#timeSource time source} of its own.
	 * @param nanoClock the monotonic clock of the time source, which provides the time of
	 * the first contact with a server
	 * @return the factory, to be closed
	 */
	public static LettuceNodeFactory create(LongSupplier nanoClock) {
		return new LettuceNodeFactory(Objects.requireNonNull(nanoClock, "'nanoClock' must not be null"));
	}

	/**
	 * Create a node and start to connect it. Does not wait for the connection. The node
	 * reconnects until it is closed.
	 * @param options the address and the connection settings
	 * @return the node, to be closed
	 * @throws IllegalArgumentException if the address is a Unix socket, and the class
	 * path has no transport of Netty for Unix sockets
	 */
	public RedisNode node(LettuceNodeOptions options) {
		if (options.uri.getSocket() != null && !NativeTransports.isDomainSocketSupported()) {
			throw new IllegalArgumentException("Node " + options.name + " is a Unix socket, for which Netty's native "
					+ "transport is missing: add io.netty:netty-transport-native-epoll with the classifier of the "
					+ "platform, such as linux-x86_64, to the class path, or io.netty:netty-transport-native-kqueue "
					+ "on macOS");
		}
		Connector connector = new Connector(this.resources, this.loops, this.scheduler, this.nanoClock, options);
		LettuceNode node = new LettuceNode(options.name, options.poolSize, connector, this.claims, this.waivers);
		this.nodes.add(node);
		node.connect();
		return node;
	}

	/**
	 * Close the nodes, and stop the event loops. Each of three steps waits at most 2 s.
	 */
	@Override
	public void close() {
		await(LettuceNode::closeConnections);
		// The end of the event loops does not close connections that are being made
		this.loops.closeChannels();
		await(LettuceNode::shutdown);
		this.resources.shutdown(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
			.awaitUninterruptibly(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
	}

	private void await(Function<LettuceNode, CompletableFuture<Void>> step) {
		await(CompletableFuture.allOf(this.nodes.stream().map(step).toArray(CompletableFuture<?>[]::new)));
	}

	/**
	 * Wait at most 2 s for a step, whether it succeeds or not. The time limits of a
	 * CompletableFuture would start a thread of the JDK that never ends, and retains the
	 * class loader of the application.
	 */
	private static void await(CompletableFuture<?> step) {
		Promise<@Nullable Void> ended = ImmediateEventExecutor.INSTANCE.newPromise();
		step.whenComplete((done, failure) -> ended.trySuccess(null));
		ended.awaitUninterruptibly(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
	}

}
