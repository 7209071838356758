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
 * Distributed locks over several independent Redis servers (the Redlock algorithm): a
 * lock is held when a majority of the servers granted it. Safe for use by many threads;
 * make one for an application and close it at its end. <pre>{@code
 * try (Redsync redsync = Redsync.connect("redis://n1:6379", "redis://n2:6379", "redis://n3:6379")) {
 *     Mutex mutex = redsync.newMutex("orders:42", (options) -> options.expiry(Duration.ofSeconds(8)));
 *     try (Lease lease = mutex.lock()) {
 *         // only one holder at a time is here
 *     }
 * }
 * }</pre>
 */
public interface Redsync extends LockOperations, AutoCloseable {

	/**
	 * Connect to servers by their URIs, with every default. Does not wait for the
	 * connections; a server that is down joins when it is back.
	 * @param uris the URIs, such as {@code redis://user:password@host:6379/0}; one per
	 * independent server, best an odd number of them
	 * @return the locks over these servers; to be closed
	 * @throws IllegalArgumentException if there is no URI, or one is not valid
	 */
	static Redsync connect(String... uris) {
		Builder builder = builder();
		for (String uri : uris) {
			builder.node(uri);
		}
		return builder.build();
	}

	/**
	 * Return a builder.
	 * @return a new builder
	 */
	static Builder builder() {
		return new RedsyncBuilder();
	}

	/**
	 * Make a mutex with the default options.
	 * @param name the name of the lock, not blank
	 * @return the mutex
	 * @throws IllegalArgumentException if the name is blank
	 */
	Mutex newMutex(String name);

	/**
	 * Make a mutex.
	 * @param name the name of the lock, not blank
	 * @param options its options
	 * @return the mutex
	 * @throws IllegalArgumentException if the name is blank
	 */
	Mutex newMutex(String name, LockOptions options);

	/**
	 * Make a mutex whose options differ from the defaults.
	 * @param name the name of the lock, not blank
	 * @param customizer changes the options, which start as the defaults
	 * @return the mutex
	 * @throws IllegalArgumentException if the name is blank or the options are not valid
	 */
	Mutex newMutex(String name, Consumer<LockOptionsBuilder> customizer);

	/**
	 * Make a mutex of several locks that are held together, with the default options.
	 * @param names the names of the locks, as in
	 * {@link #newMutex(Collection, LockOptions)}
	 * @return the mutex
	 * @throws IllegalArgumentException if there is no name, or one is blank
	 */
	default Mutex newMutex(Collection<String> names) {
		return newMutex(names, defaults());
	}

	/**
	 * Make a mutex of several locks that are held together: all of them are acquired, or
	 * none. Each is the lock that has its name, and excludes those who want it alone.
	 * <p>
	 * They are acquired one after another in the order of their names, so that two who
	 * want the same locks do not block each other for ever, and in one common wait time;
	 * {@link LockOptions#tries()} counts for each of them. What is held already is
	 * extended while the next is waited for. The error of a failed acquisition says which
	 * lock it failed for; none is held then.
	 * <p>
	 * The lease is valid until the first of the locks ends, and lost as soon as one of
	 * them is. The others then stay held until the lease is released, which is to be done
	 * at once. Extending and releasing it does so for all. Listeners are told of each
	 * lock by itself.
	 * @param names the names of the locks, none of them blank; repeated ones count once
	 * @param options the options of each of them
	 * @return the mutex; for a single name the same as
	 * {@link #newMutex(String, LockOptions)} makes
	 * @throws IllegalArgumentException if there is no name, or one is blank
	 */
	Mutex newMutex(Collection<String> names, LockOptions options);

	/**
	 * Make a mutex of several locks that are held together, with options that differ from
	 * the defaults.
	 * @param names the names of the locks, as in
	 * {@link #newMutex(Collection, LockOptions)}
	 * @param customizer changes the options, which start as the defaults
	 * @return the mutex
	 * @throws IllegalArgumentException if there is no name, one is blank, or the options
	 * are not valid
	 */
	default Mutex newMutex(Collection<String> names, Consumer<LockOptionsBuilder> customizer) {
		LockOptionsBuilder options = defaults().toBuilder();
		customizer.accept(options);
		return newMutex(names, options.build());
	}

	/**
	 * Return whether a mutex was made by this object. Tells apart, in a
	 * {@link RedsyncListener} of several, whose lock an event is about.
	 * @param mutex the mutex
	 * @return whether it was made here; {@code false} if that is not known
	 */
	default boolean owns(Mutex mutex) {
		return false;
	}

	/**
	 * Return the options of a mutex for which none are given.
	 * @return the default options
	 */
	LockOptions defaults();

	/**
	 * Return the nodes.
	 * @return the nodes, in the order in which they were given
	 */
	List<RedisNode> nodes();

	/**
	 * Return how many nodes must grant a lock.
	 * @return the majority of the nodes
	 */
	int quorum();

	/**
	 * Ask every node for a sign of life. Blocks the calling thread for as long as the
	 * limit at most.
	 * @param limit how long to wait for an answer
	 * @return what came of each node: {@code OK} or what prevented an answer
	 * @throws LockInterruptedException if the thread was interrupted
	 */
	List<NodeResult> ping(Duration limit);

	/**
	 * Return the nodes that are quarantined. Such a node has restarted and may have
	 * forgotten locks, so its grants do not count until these have expired. Does not ask
	 * the nodes.
	 * @return for the name of each such node the time when its grants count again, by the
	 * wall clock of this process; later if a longer expiry comes into use before. Empty
	 * by default
	 * @see Builder#restartProtection(RestartProtection)
	 */
	default Map<String, Instant> quarantinedNodes() {
		return Map.of();
	}

	/**
	 * Close the connections and stop every thread of the library. Acquisitions under way
	 * fail. Leases that are still held are not extended any more and end by their expiry:
	 * whoever works under one of them is not exposed to others before. Closing twice does
	 * nothing. A process that ends without closing is not kept alive by the library,
	 * whose threads are daemons; its leases end by their expiry as well.
	 */
	@Override
	void close();

	/**
	 * Builds a {@link Redsync}. Each method sets one property and returns the builder.
	 * Not safe for use by many threads.
	 */
	interface Builder {

		/**
		 * Add a node by the URI of its server.
		 * @param uri the URI, such as {@code redis://user:password@host:6379/0}
		 * @return this builder
		 * @throws IllegalArgumentException if the URI is not valid
		 */
		Builder node(String uri);

		/**
		 * Add a node. It is closed with the {@link Redsync}.
		 * @param node the node
		 * @return this builder
		 */
		Builder node(RedisNode node);

		/**
		 * Set what every key begins with.
		 * @param keyPrefix the prefix; default empty, as go-redsync has none
		 * @return this builder
		 */
		Builder keyPrefix(String keyPrefix);

		/**
		 * Set who is said to hold a lock to those who are refused.
		 * @param owner the owner, such as {@code shop@web-1:4711}; default host and
		 * process id; empty to tell nothing, so that values look like those of go-redsync
		 * @return this builder
		 */
		Builder owner(String owner);

		/**
		 * Set whether a node that has restarted gives a vote at once.
		 * @param protection the protection; default {@link RestartProtection#OBSERVED}
		 * @return this builder
		 */
		Builder restartProtection(RestartProtection protection);

		/**
		 * Set the options of a mutex for which none are given.
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
		 * Set where dependent actions of futures run, and listeners of lost leases.
		 * @param executor the executor; default daemon threads of its own, two of them as
		 * long as actions don't block. What it refuses is run by the thread that asks it
		 * @return this builder
		 */
		Builder callbackExecutor(Executor executor);

		/**
		 * Set the clocks, for tests.
		 * @param timeSource the clocks; default those of the system
		 * @return this builder
		 */
		Builder timeSource(TimeSource timeSource);

		/**
		 * Set what calls back after a time, for tests.
		 * @param timers the timers; default a daemon thread of its own
		 * @return this builder
		 */
		Builder timers(Timers timers);

		/**
		 * Build the locks.
		 * @return the locks over the nodes; to be closed
		 * @throws IllegalArgumentException if there is no node, or two have the same name
		 */
		Redsync build();

	}

}
