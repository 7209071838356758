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

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.github.redsync.node.NodeResult;
import io.github.redsync.node.RedisNode;
import io.github.redsync.time.TimeSource;
import io.github.redsync.time.Timers;

/**
 * Distributed locks over several independent Redis servers (the Redlock algorithm). A
 * lock is held when a majority of the servers has granted it. Thread-safe; create one
 * instance for an application, and close it when the application stops. <pre>{@code
 * try (Redsync redsync = Redsync.connect("redis://n1:6379", "redis://n2:6379", "redis://n3:6379")) {
 *     Mutex mutex = redsync.newMutex("orders:42", (options) -> options.expiry(Duration.ofSeconds(8)));
 *     try (Lease lease = mutex.lock()) {
 *         // runs in at most one process at a time
 *     }
 * }
 * }</pre>
 */
public interface Redsync extends LockOperations, AutoCloseable {

	/**
	 * Connect to servers with the default settings. Does not wait for the connections. A
	 * server that is down votes as soon as it can be reached.
	 * @param uris the URIs, such as {@code redis://user:password@host:6379/0}, one for
	 * each independent server; preferably an odd number
	 * @return a new instance, which must be closed
	 * @throws IllegalArgumentException if there is no URI, a URI is not valid, or two
	 * URIs have the same host and port
	 */
	static Redsync connect(String... uris) {
		Builder builder = builder();
		for (String uri : uris) {
			builder.node(uri);
		}
		return builder.build();
	}

	/**
	 * Return a new builder.
	 * @return the builder
	 */
	static Builder builder() {
		return new RedsyncBuilder();
	}

	/**
	 * Create a mutex with the default options.
	 * @param name the name of the lock, not blank, at most 1,024 bytes in UTF-8
	 * @return the mutex
	 * @throws IllegalArgumentException if the name is not valid
	 */
	Mutex newMutex(String name);

	/**
	 * Create a mutex.
	 * @param name the name of the lock, not blank, at most 1,024 bytes in UTF-8
	 * @param options the options
	 * @return the mutex
	 * @throws IllegalArgumentException if the name is not valid
	 */
	Mutex newMutex(String name, LockOptions options);

	/**
	 * Create a mutex with options that differ from the defaults.
	 * @param name the name of the lock, not blank, at most 1,024 bytes in UTF-8
	 * @param customizer changes the options, which start as the defaults
	 * @return the mutex
	 * @throws IllegalArgumentException if the name or the options are not valid
	 */
	Mutex newMutex(String name, Consumer<LockOptionsBuilder> customizer);

	/**
	 * Create a mutex of several locks that are held together, with the default options.
	 * @param names the names of the locks, as in
	 * {@link #newMutex(Collection, LockOptions)}
	 * @return the mutex
	 * @throws IllegalArgumentException if there is no name, or one is not valid
	 */
	default Mutex newMutex(Collection<String> names) {
		return newMutex(names, defaults());
	}

	/**
	 * Create a mutex of several locks that are held together: all of them are acquired,
	 * or none. Each is the same lock as that of a mutex with its name alone.
	 * <p>
	 * The locks are acquired in the order of their names, which prevents deadlocks. The
	 * wait time applies to all of them together, {@link LockOptions#tries()} to each.
	 * While the mutex waits for a lock, those acquired before it are extended. If a lock
	 * is not acquired, the others are released, and the exception names that lock.
	 * <p>
	 * The lease is lost as soon as one of the locks is lost. The others stay held until
	 * the lease is released, which should be done immediately. Extending or releasing the
	 * lease applies to all locks. Listeners are notified of each lock separately.
	 * @param names the names of the locks, each as in {@link #newMutex(String)};
	 * duplicates are ignored
	 * @param options the options of each lock
	 * @return the mutex; for a single name the same as
	 * {@link #newMutex(String, LockOptions)}
	 * @throws IllegalArgumentException if there is no name, or one is not valid
	 */
	Mutex newMutex(Collection<String> names, LockOptions options);

	/**
	 * Create a mutex of several locks with options that differ from the defaults.
	 * @param names the names of the locks, as in
	 * {@link #newMutex(Collection, LockOptions)}
	 * @param customizer changes the options, which start as the defaults
	 * @return the mutex
	 * @throws IllegalArgumentException if names or options are not valid
	 */
	default Mutex newMutex(Collection<String> names, Consumer<LockOptionsBuilder> customizer) {
		LockOptionsBuilder options = defaults().toBuilder();
		customizer.accept(options);
		return newMutex(names, options.build());
	}

	/**
	 * Return whether this instance created a mutex, for listeners of several instances.
	 * @param mutex the mutex
	 * @return whether this instance created it; {@code false} if unknown
	 */
	default boolean owns(Mutex mutex) {
		return false;
	}

	/**
	 * Return the default options of mutexes.
	 * @return the options
	 */
	LockOptions defaults();

	/**
	 * Return the nodes.
	 * @return the nodes in the order in which they were added, unmodifiable
	 */
	List<RedisNode> nodes();

	/**
	 * Return the number of nodes that must grant a lock.
	 * @return the majority of the nodes
	 */
	int quorum();

	/**
	 * Ping all nodes concurrently. Blocks the calling thread for at most the limit.
	 * @param limit how long to wait for replies
	 * @return the result of each node: {@code OK}, or the reason why there is no reply
	 * @throws LockInterruptedException if the thread is interrupted
	 */
	List<NodeResult> ping(Duration limit);

	/**
	 * Return the quarantined nodes, which have restarted and may have forgotten locks.
	 * Their grants do not count until these locks have expired. Sends nothing to them.
	 * @return the names of these nodes, each with the time when its grants count again by
	 * the wall clock of this process (later if longer expiries come into use)
	 * @see Builder#restartProtection(RestartProtection)
	 */
	default Map<String, Instant> quarantinedNodes() {
		return Map.of();
	}

	/**
	 * Close the connections and stop the threads of the library. Acquisitions in progress
	 * fail. Leases that are still held are no longer extended and end by their expiry, so
	 * work under them stays protected until then. Has no effect if already closed. All
	 * threads are daemon threads, so a process can exit without closing this instance.
	 */
	@Override
	void close();

	/**
	 * Builds a {@link Redsync}. Each method sets one property and returns this builder.
	 * Not thread-safe.
	 */
	interface Builder {

		/**
		 * Return the default owner.
		 * @return the host name and the process id, such as {@code web-1:4711}
		 * @see #owner(String)
		 */
		static String defaultOwner() {
			return LockValueGenerator.defaultOwner();
		}

		/**
		 * Add a node by the URI of its server.
		 * @param uri the URI, such as {@code redis://user:password@host:6379/0}
		 * @return this builder
		 * @throws IllegalArgumentException if the URI is not valid
		 */
		Builder node(String uri);

		/**
		 * Add a node. It is closed together with the {@link Redsync}.
		 * @param node the node
		 * @return this builder
		 */
		Builder node(RedisNode node);

		/**
		 * Set the prefix of every key.
		 * @param keyPrefix the prefix; default empty, as go-redsync has none
		 * @return this builder
		 * @throws IllegalArgumentException if the prefix has an unpaired surrogate
		 */
		Builder keyPrefix(String keyPrefix);

		/**
		 * Set the owner name that is reported to clients that do not get the lock.
		 * @param owner the owner, such as {@code shop@web-1:4711}; default
		 * {@link #defaultOwner()}; empty to report none, so that values look like those
		 * of go-redsync
		 * @return this builder
		 */
		Builder owner(String owner);

		/**
		 * Set when the grants of a node are ignored because the node may have restarted.
		 * @param protection the protection; default {@link RestartProtection#OBSERVED}
		 * @return this builder
		 */
		Builder restartProtection(RestartProtection protection);

		/**
		 * Set the default options of mutexes.
		 * @param defaults the options; default {@link LockOptions#defaults()}
		 * @return this builder
		 */
		Builder defaults(LockOptions defaults);

		/**
		 * Add a listener.
		 * @param listener the listener
		 * @return this builder
		 */
		Builder listener(RedsyncListener listener);

		/**
		 * Set the executor of dependent actions of futures, and of the listeners of lost
		 * leases.
		 * @param executor the executor; default a pool of two daemon threads, more if
		 * actions block. A rejected task runs on the thread that submits it
		 * @return this builder
		 */
		Builder callbackExecutor(Executor executor);

		/**
		 * Set the clocks. Intended for tests.
		 * @param timeSource the clocks; default {@link TimeSource#system()}
		 * @return this builder
		 */
		Builder timeSource(TimeSource timeSource);

		/**
		 * Set the timers. Intended for tests. They are not closed with the
		 * {@link Redsync}.
		 * @param timers the timers; default a {@link io.github.redsync.time.TimerWheel}
		 * @return this builder
		 */
		Builder timers(Timers timers);

		/**
		 * Build the instance. Starts its threads and connections.
		 * @return a new instance, which must be closed
		 * @throws IllegalArgumentException if there is no node, two nodes have the same
		 * name, or a node cannot be created
		 */
		Redsync build();

	}

}
