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
 * The transfer of bytes of one connection in one direction. One thread reads and records
 * the time, another writes after the delay. A delay therefore adds to the latency of each
 * request but does not limit the number of concurrent requests.
 */
final class ProxyPump {

	// The reader blocks at this limit, so that TCP slows down the sender
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
	 * Create the threads without starting them.
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
			// A failure on one side resets both
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
			if (this.faults.await(this.direction, chunk.arrivalNanos(), this.link::markLossy)
					&& !this.link.isDropped(this.direction)) {
				out.write(chunk.bytes());
			}
			chunk = this.queue.take();
		}
		// The end of a stream is delayed as its bytes are, but is never dropped
		this.faults.await(this.direction, chunk.arrivalNanos(), () -> {
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
	 * The bytes of one read, empty at the end of the stream.
	 *
	 * @param bytes the bytes
	 * @param arrivalNanos the time of the read, from {@link System#nanoTime()}
	 */
	private record Chunk(byte[] bytes, long arrivalNanos) {

		boolean isEnd() {
			return this.bytes.length == 0;
		}

	}

}
