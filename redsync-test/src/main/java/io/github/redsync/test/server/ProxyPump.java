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
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Moves the bytes of one connection in one direction. One thread reads and notes the
 * time, another writes when it is time to: so a delay adds to the latency of each request
 * and does not limit how many are under way.
 */
final class ProxyPump {

	// When so much waits the sender is no longer read from, and feels it
	private static final int MAX_CHUNKS = 1_024;

	private static final int MAX_CHUNK_BYTES = 16 * 1_024;

	private final ProxyLink link;

	private final ProxyFaults faults;

	private final ProxyDirection direction;

	private final Socket from;

	private final Socket to;

	private final BlockingQueue<Chunk> queue = new LinkedBlockingQueue<>(MAX_CHUNKS);

	ProxyPump(ProxyLink link, ProxyFaults faults, ProxyDirection direction, Socket from, Socket to) {
		this.link = link;
		this.faults = faults;
		this.direction = direction;
		this.from = from;
		this.to = to;
	}

	/**
	 * Make the threads, which are not started yet.
	 * @return the threads
	 */
	List<Thread> threads() {
		String name = "fault-proxy-" + this.direction.name().toLowerCase(Locale.ROOT) + "-";
		return List.of(new Thread(() -> run(this::readAll), name + "reader"),
				new Thread(() -> run(this::writeAll), name + "writer"));
	}

	private void run(Transfer transfer) {
		try {
			transfer.run();
		}
		catch (IOException | InterruptedException ex) {
			// A connection that breaks on one side breaks on the other
			this.link.reset();
		}
	}

	private void readAll() throws IOException, InterruptedException {
		InputStream in = this.from.getInputStream();
		byte[] buffer = new byte[MAX_CHUNK_BYTES];
		int count = in.read(buffer);
		while (count >= 0) {
			this.queue.put(new Chunk(Arrays.copyOf(buffer, count), System.nanoTime()));
			count = in.read(buffer);
		}
		this.queue.put(new Chunk(new byte[0], System.nanoTime()));
	}

	private void writeAll() throws IOException, InterruptedException {
		OutputStream out = this.to.getOutputStream();
		Chunk chunk = this.queue.take();
		while (!chunk.isEnd()) {
			if (this.faults.await(this.direction, chunk.arrived(), this.link::markLossy)
					&& !this.link.isForgotten(this.direction)) {
				out.write(chunk.bytes());
			}
			chunk = this.queue.take();
		}
		// The end of a connection is as late as its bytes, but is not dropped
		this.faults.await(this.direction, chunk.arrived(), () -> {
		});
		this.link.end(this.to);
	}

	/**
	 * The work of a thread.
	 */
	private interface Transfer {

		void run() throws IOException, InterruptedException;

	}

	/**
	 * Bytes that were read at once, none at the end.
	 *
	 * @param bytes the bytes
	 * @param arrived when they were read, by {@link System#nanoTime()}
	 */
	private record Chunk(byte[] bytes, long arrived) {

		boolean isEnd() {
			return this.bytes.length == 0;
		}

	}

}
