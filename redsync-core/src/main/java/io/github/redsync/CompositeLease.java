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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * A {@link Lease} of several locks. It ends when the first of their leases ends. The
 * others stay held until they are released.
 */
final class CompositeLease extends AbstractLease {

	private final String name;

	private final String valueSeparator;

	private final List<AbstractLease> leases;

	private final CompletableFuture<LeaseLostException> loss = new CompletableFuture<>();

	CompositeLease(Executor callbacks, String name, String valueSeparator, List<AbstractLease> leases) {
		super(callbacks);
		this.name = name;
		this.valueSeparator = valueSeparator;
		this.leases = List.copyOf(leases);
		this.leases.forEach((lease) -> lease.loss().thenAccept(this.loss::complete));
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public List<String> names() {
		return this.leases.stream().map(Lease::name).toList();
	}

	@Override
	public String value() {
		return this.leases.stream().map(Lease::value).collect(Collectors.joining(this.valueSeparator));
	}

	@Override
	public Instant until() {
		return this.leases.stream().map(Lease::until).min(Instant::compareTo).orElseThrow();
	}

	@Override
	public boolean isAttached() {
		return this.leases.stream().anyMatch(Lease::isAttached);
	}

	@Override
	public Duration timeLeft() {
		return this.leases.stream().map(Lease::timeLeft).min(Duration::compareTo).orElseThrow();
	}

	@Override
	public boolean isValid() {
		return this.leases.stream().allMatch(Lease::isValid);
	}

	@Override
	public long fencingToken() {
		throw new IllegalStateException(
				"The locks " + PrintableName.from(this.name) + " have no common fencing token: use fencingToken(name)");
	}

	@Override
	public long fencingToken(String name) {
		for (Lease lease : this.leases) {
			if (lease.name().equals(name)) {
				return lease.fencingToken();
			}
		}
		return super.fencingToken(name);
	}

	@Override
	public boolean wasReacquired() {
		return this.leases.stream().anyMatch(Lease::wasReacquired);
	}

	@Override
	CompletableFuture<Optional<RedsyncException>> extension() {
		return all(this.leases.stream().map(AbstractLease::extension).toList());
	}

	@Override
	CompletableFuture<Optional<RedsyncException>> extension(Duration expiry) {
		return all(this.leases.stream().map((lease) -> lease.extension(expiry)).toList());
	}

	@Override
	CompletableFuture<Optional<RedsyncException>> release(Duration keep) {
		return all(this.leases.stream().map((lease) -> lease.release(keep)).toList());
	}

	@Override
	CompletableFuture<Optional<RedsyncException>> release() {
		return all(this.leases.stream().map(AbstractLease::release).toList());
	}

	@Override
	public void close() {
		close(all(this.leases.stream().filter((lease) -> !lease.isReleased()).map(AbstractLease::release).toList()));
	}

	private static CompletableFuture<Optional<RedsyncException>> all(
			List<CompletableFuture<Optional<RedsyncException>>> outcomes) {
		return whenAll(outcomes).thenApply((done) -> {
			List<RedsyncException> failures = outcomes.stream()
				.map(CompletableFuture::join)
				.flatMap(Optional::stream)
				.toList();
			Optional<RedsyncException> first = failures.stream().findFirst();
			first.ifPresent((failure) -> failures.stream().skip(1).forEach(failure::addSuppressed));
			return first;
		});
	}

	@Override
	public void discard() {
		this.leases.forEach(AbstractLease::discard);
	}

	@Override
	CompletableFuture<Boolean> verification() {
		List<CompletableFuture<Boolean>> votes = this.leases.stream().map(AbstractLease::verification).toList();
		return whenAll(votes).thenApply((done) -> votes.stream().allMatch(CompletableFuture::join));
	}

	private static CompletableFuture<Void> whenAll(List<? extends CompletableFuture<?>> futures) {
		return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
	}

	@Override
	CompletableFuture<LeaseLostException> loss() {
		return this.loss;
	}

	@Override
	boolean isReleased() {
		return this.leases.stream().allMatch(AbstractLease::isReleased);
	}

	@Override
	boolean isLost() {
		return this.leases.stream().anyMatch(AbstractLease::isLost);
	}

}
