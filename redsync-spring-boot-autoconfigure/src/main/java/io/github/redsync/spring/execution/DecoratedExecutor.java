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

package io.github.redsync.spring.execution;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.springframework.core.task.TaskDecorator;
import org.springframework.util.function.SingletonSupplier;

/**
 * Executor whose tasks see the context of the thread that calls a locked method, such as
 * its MDC, like tasks of the application's own executors. The lock is acquired between
 * the call and the task, so the context is captured at the call.
 */
public final class DecoratedExecutor implements Executor {

	private final Executor executor;

	private final SingletonSupplier<Optional<TaskDecorator>> decorator;

	/**
	 * Create an executor.
	 * @param executor the executor that runs the tasks
	 * @param decorator supplier of the task decorator, if there is one; not called before
	 * the first locked call
	 */
	public DecoratedExecutor(Executor executor, Supplier<Optional<TaskDecorator>> decorator) {
		this.executor = executor;
		this.decorator = SingletonSupplier.of(decorator);
	}

	/**
	 * Capture the context of the current thread, if the executor supports it.
	 * @param executor the executor of a call
	 * @return an executor whose tasks see the context
	 */
	static Executor capture(Executor executor) {
		return (executor instanceof DecoratedExecutor decorated) ? decorated.capture() : executor;
	}

	private Executor capture() {
		Optional<TaskDecorator> present = this.decorator.obtain();
		if (present.isEmpty()) {
			return this.executor;
		}
		Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
		Runnable next = present.get().decorate(() -> {
			Runnable task = tasks.poll();
			if (task != null) {
				task.run();
			}
		});
		return (task) -> {
			tasks.add(task);
			this.executor.execute(next);
		};
	}

	/**
	 * Shut down the library's own threads. Executors of the application are left running.
	 */
	public void shutdown() {
		if (this.executor instanceof CallExecutor threads) {
			threads.shutdown();
		}
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(task);
	}

}
