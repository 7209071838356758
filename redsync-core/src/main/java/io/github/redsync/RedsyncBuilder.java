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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.github.redsync.lettuce.LettuceNodeFactory;
import io.github.redsync.lettuce.LettuceNodeOptions;
import io.github.redsync.node.RedisNode;
import io.github.redsync.quorum.LockEngine;
import io.github.redsync.quorum.NodeGroup;
import io.github.redsync.quorum.NodeReplyListener;
import io.github.redsync.quorum.RestartGuard;
import io.github.redsync.quorum.TimeSource;
import io.github.redsync.quorum.Timers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a {@link Redsync} together.
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

	private TimeSource timeSource = SystemTime.INSTANCE;

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
					"Redsync needs at least one node: add the URI of each server, best of three or five");
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
	 * Close one resource of a failed build, so that a failure does not keep the others
	 * open.
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
		for (Function<Driver, RedisNode> node : this.nodes) {
			RedisNode made = node.apply(driver);
			closing.add(made::close);
			connected.add(made);
		}
		if (connected.size() % 2 == 0) {
			logger.warn("{} nodes tolerate no more failures than {}: use an odd number of nodes", connected.size(),
					connected.size() - 1);
		}
		checkNames(connected);
		return new DefaultRedsync(context(connected, closing, driver), this.defaults, closing);
	}

	private static void checkNames(List<RedisNode> nodes) {
		Set<String> names = new HashSet<>();
		for (RedisNode node : nodes) {
			if (!names.add(node.name())) {
				throw new IllegalArgumentException("Two nodes have the name '" + node.name()
						+ "': each node must be another server, and have a name of its own");
			}
		}
	}

	private MutexContext context(List<RedisNode> connected, List<Runnable> closing, Driver driver) {
		Timers timing = this.timers;
		if (timing == null) {
			TimerWheel wheel = new TimerWheel("redsync-timer");
			closing.add(wheel::close);
			timing = wheel;
		}
		closing.add(driver::close);
		Executor callbacks = orHere(this.callbackExecutor);
		if (callbacks == null) {
			CallbackExecutor threads = new CallbackExecutor(timing);
			closing.add(threads::shutdown);
			callbacks = threads;
		}
		ListenerRegistry events = new ListenerRegistry(this.listeners);
		Timers timers = timing;
		AtomicReference<Quarantine> quarantine = new AtomicReference<>();
		// Not on the thread that reports it: that holds the lock of a ballot
		RestartGuard guard = new RestartGuard(RestartGuard.Mode.valueOf(this.protection.name()), connected.size(),
				(index) -> timers.schedule(0, () -> quarantine.get().log(index)));
		guard.noteExpiry(this.defaults.terms());
		NodeGroup group = new NodeGroup(connected, this.timeSource, timing, guard, observer(events));
		quarantine.set(new Quarantine(group));
		LockValueGenerator values = new LockValueGenerator(
				(this.owner != null) ? this.owner : LockValueGenerator.defaultOwner());
		return new MutexContext(new LockEngine(group), values, this.keyPrefix, events, callbacks,
				new FencingLog(this.timeSource));
	}

	/**
	 * Run here what an executor refuses, having been shut down perhaps: else a future
	 * would never be completed.
	 */
	static @Nullable Executor orHere(@Nullable Executor executor) {
		if (executor == null) {
			return null;
		}
		return (task) -> {
			AtomicBoolean started = new AtomicBoolean();
			Runnable once = () -> {
				if (started.compareAndSet(false, true)) {
					task.run();
				}
			};
			try {
				executor.execute(once);
			}
			catch (RuntimeException | Error ex) {
				if (started.get()) {
					// An executor that runs tasks on the calling thread: the task has
					// failed
					throw ex;
				}
				logger.debug("The callback executor failed; the task runs on the calling thread", ex);
				once.run();
			}
		};
	}

	private static @Nullable NodeReplyListener observer(ListenerRegistry events) {
		return events.isListenedTo() ? new NodeEvents(events) : null;
	}

	/**
	 * The driver for the nodes that are given by their URIs, started for the first one.
	 */
	private static final class Driver {

		private final TimeSource time;

		private @Nullable LettuceNodeFactory connections;

		Driver(TimeSource time) {
			this.time = time;
		}

		LettuceNodeFactory get() {
			if (this.connections == null) {
				this.connections = LettuceNodeFactory.create(this.time::nanoTime);
			}
			return this.connections;
		}

		void close() {
			if (this.connections != null) {
				this.connections.close();
			}
		}

	}

}
