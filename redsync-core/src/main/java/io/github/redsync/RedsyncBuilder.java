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

package io.github.redsync;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.github.redsync.internal.acquire.LockEngine;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.internal.vote.RestartGuard;
import io.github.redsync.lettuce.LettuceNodeFactory;
import io.github.redsync.lettuce.LettuceNodeOptions;
import io.github.redsync.node.RedisNode;
import io.github.redsync.time.TimeSource;
import io.github.redsync.time.TimerWheel;
import io.github.redsync.time.Timers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The builder and the composition of a {@link Redsync}.
 */
final class RedsyncBuilder implements Redsync.Builder {

	private static final Logger logger = LoggerFactory.getLogger(Redsync.class);

	private final List<Function<Driver, RedisNode>> nodes = new ArrayList<>();

	private final List<RedsyncListener> listeners = new ArrayList<>();

	private String keyPrefix = "";

	private @Nullable String owner;

	private RestartProtection protection = RestartProtection.OBSERVED;

	private LockOptions defaults = LockOptions.defaults();

	private @Nullable Executor callbackExecutor;

	private TimeSource timeSource = TimeSource.system();

	private @Nullable Timers timers;

	@Override
	public Redsync.Builder node(String uri) {
		LettuceNodeOptions options = LettuceNodeOptions.of(uri);
		this.nodes.add((driver) -> driver.get().node(options.requireRunId(this.protection != RestartProtection.OFF)));
		return this;
	}

	@Override
	public Redsync.Builder node(RedisNode node) {
		Objects.requireNonNull(node, "'node' must not be null");
		this.nodes.add((driver) -> node);
		return this;
	}

	@Override
	public Redsync.Builder keyPrefix(String keyPrefix) {
		LockNames.checkCharacters("key prefix", Objects.requireNonNull(keyPrefix, "'keyPrefix' must not be null"));
		this.keyPrefix = keyPrefix;
		return this;
	}

	@Override
	public Redsync.Builder owner(String owner) {
		this.owner = Objects.requireNonNull(owner, "'owner' must not be null");
		return this;
	}

	@Override
	public Redsync.Builder restartProtection(RestartProtection protection) {
		this.protection = Objects.requireNonNull(protection, "'protection' must not be null");
		return this;
	}

	@Override
	public Redsync.Builder defaults(LockOptions defaults) {
		this.defaults = Objects.requireNonNull(defaults, "'defaults' must not be null");
		return this;
	}

	@Override
	public Redsync.Builder listener(RedsyncListener listener) {
		this.listeners.add(Objects.requireNonNull(listener, "'listener' must not be null"));
		return this;
	}

	@Override
	public Redsync.Builder callbackExecutor(Executor executor) {
		this.callbackExecutor = Objects.requireNonNull(executor, "'executor' must not be null");
		return this;
	}

	@Override
	public Redsync.Builder timeSource(TimeSource timeSource) {
		this.timeSource = Objects.requireNonNull(timeSource, "'timeSource' must not be null");
		return this;
	}

	@Override
	public Redsync.Builder timers(Timers timers) {
		this.timers = Objects.requireNonNull(timers, "'timers' must not be null");
		return this;
	}

	@Override
	public Redsync build() {
		if (this.nodes.isEmpty()) {
			throw new IllegalArgumentException(
					"Redsync has no nodes: add the URI of each server, preferably three or five of them");
		}
		List<Runnable> closing = new ArrayList<>();
		Driver driver = new Driver(this.timeSource);
		try {
			return build(driver, closing);
		}
		catch (RuntimeException | Error ex) {
			closing.add(driver::close);
			closing.forEach((close) -> closeQuietly(close, ex));
			throw ex;
		}
	}

	/**
	 * Close one resource after a failed build. An exception must not keep the others from
	 * being closed.
	 */
	private static void closeQuietly(Runnable close, Throwable failure) {
		try {
			close.run();
		}
		catch (RuntimeException | Error ex) {
			failure.addSuppressed(ex);
		}
	}

	private Redsync build(Driver driver, List<Runnable> closing) {
		List<RedisNode> connected = new ArrayList<>();
		for (Function<Driver, RedisNode> source : this.nodes) {
			RedisNode node = source.apply(driver);
			closing.add(node::close);
			connected.add(node);
		}
		if (connected.size() % 2 == 0) {
			logger.warn("{} nodes tolerate no more failures than {} would: use an odd number of nodes",
					connected.size(), connected.size() - 1);
		}
		checkNames(connected);
		return new DefaultRedsync(context(connected, closing, driver), this.defaults, closing);
	}

	private static void checkNames(List<RedisNode> nodes) {
		Set<String> names = new HashSet<>();
		for (RedisNode node : nodes) {
			if (!names.add(node.name())) {
				throw new IllegalArgumentException("Two nodes have the name '" + node.name()
						+ "': each node must be a different server and have a unique name");
			}
		}
	}

	private MutexContext context(List<RedisNode> connected, List<Runnable> closing, Driver driver) {
		Timers timers = timers(closing);
		closing.add(driver::close);
		Executor callbacks = callbacks(timers, closing);
		ListenerRegistry registry = new ListenerRegistry(this.listeners);
		AtomicReference<Quarantine> quarantine = new AtomicReference<>();
		// Logged on another thread, because the reporting thread holds a ballot's monitor
		RestartGuard guard = new RestartGuard(this.protection, connected.size(),
				(index) -> timers.schedule(0, () -> quarantine.get().log(index)));
		guard.noteExpiry(this.defaults.parameters());
		NodeGroup group = new NodeGroup(connected, this.timeSource, timers, guard,
				registry.isEmpty() ? null : registry);
		quarantine.set(new Quarantine(group));
		LockValueGenerator values = new LockValueGenerator(
				(this.owner != null) ? this.owner : LockValueGenerator.defaultOwner());
		return new MutexContext(new LockEngine(group), values, this.keyPrefix, registry, callbacks,
				new FencingLog(this.timeSource));
	}

	private Timers timers(List<Runnable> closing) {
		if (this.timers != null) {
			return this.timers;
		}
		TimerWheel wheel = new TimerWheel("redsync-timer");
		closing.add(wheel::close);
		return wheel;
	}

	private Executor callbacks(Timers timers, List<Runnable> closing) {
		if (this.callbackExecutor != null) {
			return new FallbackExecutor(this.callbackExecutor);
		}
		CallbackExecutor threads = new CallbackExecutor(timers);
		closing.add(threads::shutdown);
		return threads;
	}

	/**
	 * The Lettuce driver of the nodes that are added by URI. Started for the first one.
	 */
	private static final class Driver {

		private final TimeSource time;

		private @Nullable LettuceNodeFactory factory;

		Driver(TimeSource time) {
			this.time = time;
		}

		LettuceNodeFactory get() {
			if (this.factory == null) {
				this.factory = LettuceNodeFactory.create(this.time::nanoTime);
			}
			return this.factory;
		}

		void close() {
			if (this.factory != null) {
				this.factory.close();
			}
		}

	}

}
