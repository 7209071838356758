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
 * Makes nodes that share their threads: however many there are, there are as many event
 * loops as processors. Safe for use by many threads.
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
	 * Start with threads of their own.
	 * @return the maker of nodes; to be closed
	 */
	public static LettuceNodeFactory create() {
		return create(System::nanoTime);
	}

	/**
	 * Start with threads of their own, for locks that have a
	 * {@linkplain io.github.redsync.Redsync.Builder#timeSource time source} of their own.
	 * @param nanoClock the monotonic clock of the time source, by which first contacts
	 * with servers are noted
	 * @return the maker of nodes; to be closed
	 */
	public static LettuceNodeFactory create(LongSupplier nanoClock) {
		return new LettuceNodeFactory(Objects.requireNonNull(nanoClock, "'nanoClock' must not be null"));
	}

	/**
	 * Make a node. It begins to connect, and goes on trying until it is closed; this
	 * method does not wait for it.
	 * @param options how the node is connected
	 * @return the node, to be closed
	 * @throws IllegalArgumentException if it is a Unix socket, and Netty has no transport
	 * for one on the class path
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
	 * Close the nodes, and stop the threads. Blocks for some seconds at most.
	 */
	@Override
	public void close() {
		await(LettuceNode::closeConnections);
		// What is left are connections that are being made. The event loops would end
		// without closing them
		this.loops.closeChannels();
		await(LettuceNode::shutdown);
		this.resources.shutdown(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
			.awaitUninterruptibly(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
	}

	private void await(Function<LettuceNode, CompletableFuture<Void>> step) {
		await(CompletableFuture.allOf(this.nodes.stream().map(step).toArray(CompletableFuture<?>[]::new)));
	}

	/**
	 * Wait for some seconds at most, whether it succeeds or not. The time limits of a
	 * CompletableFuture would start a thread of the JDK that never ends, and keeps the
	 * class loader of the application.
	 */
	private static void await(CompletableFuture<?> step) {
		Promise<@Nullable Void> ended = ImmediateEventExecutor.INSTANCE.newPromise();
		step.whenComplete((done, failure) -> ended.trySuccess(null));
		ended.awaitUninterruptibly(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
	}

}
