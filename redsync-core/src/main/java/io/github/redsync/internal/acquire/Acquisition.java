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

package io.github.redsync.internal.acquire;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

import io.github.redsync.internal.acquire.Refusal.Reason;
import io.github.redsync.internal.hold.Hold;
import io.github.redsync.internal.vote.AcquireSender;
import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.internal.wait.WaitQueue;
import io.github.redsync.internal.wait.WaitQueues;
import org.jspecify.annotations.Nullable;

/**
 * The acquisition of a lock: attempts, with delays between them, until one is granted or
 * the limits are reached. After the first refusal it waits in the {@link WaitQueue} of
 * its process. The listener is called once, unless the acquisition is cancelled.
 * Thread-safe.
 */
public final class Acquisition extends RetryLoop implements Attempt.Listener {

	private final WaitQueues queues;

	private final String key;

	private final UniqueValueSource values;

	private final AcquisitionListener listener;

	private final Consumer<Acquisition> onEnd;

	private @Nullable Attempt attempt;

	Acquisition(NodeGroup group, WaitQueues queues, String key, LockParameters parameters, Supplier<String> values,
			AcquisitionListener listener, Consumer<Acquisition> onEnd) {
		super(group, parameters);
		this.queues = queues;
		this.key = key;
		this.values = new UniqueValueSource(key, values);
		this.listener = listener;
		this.onEnd = onEnd;
	}

	@Override
	public String key() {
		return this.key;
	}

	void start() {
		if (this.group.isClosed()) {
			close();
			return;
		}
		if (limits().allowsRetry() && this.queues.enqueueIfContended(this)) {
			scheduleRetry();
			return;
		}
		synchronized (this) {
			limits().recordDueAttempt();
		}
		attempt();
	}

	/**
	 * End the acquisition because the engine is closed.
	 */
	void close() {
		if (cancel()) {
			report(refusalReason().of(Reason.CLOSED, List.of()));
		}
	}

	/**
	 * Cancel the acquisition. The keys that it has set are deleted.
	 * @return whether it was cancelled, so that the listener is not called; false if it
	 * had ended before, and the listener was called or is being called
	 */
	public boolean cancel() {
		Attempt running;
		synchronized (this) {
			if (!end()) {
				return false;
			}
			running = this.attempt;
		}
		if (running != null) {
			running.undo();
		}
		leaveQueue();
		return true;
	}

	@Override
	public void attempt() {
		attempt(Attempt::start);
	}

	@Override
	public void attemptProbing(int node) {
		attempt((next, timeoutNanos) -> next.startProbing(node, timeoutNanos));
	}

	private void attempt(ObjLongConsumer<Attempt> start) {
		if (this.group.isClosed()) {
			close();
			return;
		}
		try {
			Attempt next = newAttempt(null);
			if (next != null) {
				// If the acquisition is cancelled now, the attempt is abandoned and sends
				// nothing
				start.accept(next, limits().replyTimeoutNanos(queue() == null));
			}
		}
		catch (RuntimeException | Error ex) {
			fail(ex);
		}
	}

	@Override
	public @Nullable SentAttempt attemptByHandOff(AcquireSender handOff) {
		try {
			Attempt next = newAttempt(handOff);
			if (next != null) {
				next.send();
			}
			return next;
		}
		catch (RuntimeException | Error ex) {
			fail(ex);
			return null;
		}
	}

	private synchronized @Nullable Attempt newAttempt(@Nullable AcquireSender handOff) {
		if (!isWaiting()) {
			return null;
		}
		String value = this.values.next();
		boolean likelyTaken = queue() != null;
		Attempt next = this.parameters.fenced()
				? new FencedAttempt(this.group, this.key, value, this.parameters, likelyTaken, this, handOff)
				: new Attempt(this.group, this.key, value, this.parameters, likelyTaken, this, handOff);
		if (!startAttempt()) {
			// The value generator has cancelled the acquisition
			return null;
		}
		this.attempt = next;
		return next;
	}

	@Override
	public void onAttemptEnded(Attempt ended, Attempt.Outcome outcome) {
		if (outcome == Attempt.Outcome.GRANTED) {
			granted(ended);
			return;
		}
		ended.undo();
		boolean splitVote = outcome == Attempt.Outcome.TAKEN && ended.retriesSplitVote();
		Next next;
		Refusal refusal = null;
		synchronized (this) {
			if (this.attempt != ended || isDone()) {
				return;
			}
			this.attempt = null;
			next = attemptRefused(ended, outcome, splitVote);
			if (next == Next.END) {
				refusal = refusalReason().after(ended, outcome);
			}
		}
		if (refusal != null) {
			refuse(refusal, ended, outcome);
		}
		else if (next == Next.RETRY) {
			attempt();
		}
		else {
			awaitNextAttempt(ended, outcome);
		}
	}

	private void granted(Attempt ended) {
		synchronized (this) {
			if (!end()) {
				return;
			}
			this.attempt = null;
		}
		Hold hold = new Hold(this.group, this.queues, this.parameters, ended.grant());
		WaitQueue left = queue();
		if (left != null) {
			left.onGranted(this, hold, ended.isByHandOff());
		}
		this.listener.onGranted(hold);
	}

	private void refuse(Refusal refusal, Attempt ended, Attempt.Outcome outcome) {
		WaitQueue left = queue();
		if (left != null) {
			left.onRefused(this, ended, outcome == Attempt.Outcome.TAKEN);
			if (limits().isQuorumWaitOver()) {
				left.notifyUnreachable(this, refusal.nodes(), limits().unreachableSinceNanos());
			}
			left.leave(this);
		}
		report(refusal);
	}

	private void awaitNextAttempt(Attempt ended, Attempt.Outcome outcome) {
		if (queue() == null) {
			this.queues.enqueue(this);
		}
		scheduleRetry();
		WaitQueue joined = queue();
		if (joined != null) {
			joined.onRefused(this, ended, outcome == Attempt.Outcome.TAKEN);
		}
		if (isDone()) {
			// The acquisition was cancelled before it was enqueued
			leaveQueue();
		}
	}

	@Override
	void onEnd() {
		this.onEnd.accept(this);
	}

	@Override
	void report(Refusal refusal) {
		this.listener.onRefused(refusal);
	}

	/**
	 * End the acquisition because user code has thrown. An Error is wrapped, because it
	 * may be thrown on the thread of another call.
	 */
	@Override
	void fail(Throwable failure) {
		if (cancel()) {
			this.listener.onFailed((failure instanceof RuntimeException exception) ? exception
					: new IllegalStateException("The acquisition of lock '" + this.key + "' failed", failure));
		}
	}

}
