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

package io.github.redsync.internal.vote;

import java.util.ArrayList;
import java.util.List;

import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.NodeResult;
import io.github.redsync.node.NodeResult.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The fencing token of an attempt, computed from the replies of the nodes: larger than
 * every token that was handed out for the name before. Immutable.
 * <p>
 * Each node keeps a counter and the incarnation of the server in which it was last raised
 * to a computed token. The counter <em>vouches</em> only in that incarnation: a server
 * that restarts may come back with an older counter. A grant raises a vouching counter by
 * one and leaves any other as it is. Every token is written to a majority while its
 * holder has the key there, and two majorities share a node on which the two holds do not
 * overlap. So if {@code N - majority + 1} nodes vouch, the largest counter exceeds every
 * earlier token.
 * <p>
 * If fewer vouch (the name is new, or was not locked since a restart), the token exceeds
 * all counters and all clocks, in microseconds, of the nodes that replied and of this
 * process. That assumes that clocks err by less than the time since the restart. A
 * counter that is ahead of every clock shows that they do not, and the lock is refused.
 * In strict mode all nodes must reply instead; then the largest counter suffices while a
 * minority has lost its data.
 */
public final class FencingToken {

	private static final long MICROS_PER_MILLI = 1_000;

	private static final int NONE = -1;

	private final long token;

	/** The nodes that vouch for the token already. */
	private final boolean[] confirmed;

	private final int confirmedCount;

	private final TokenBasis basis;

	/** The node whose counter is ahead of every clock, or NONE. */
	private final int ahead;

	private final long aheadMicros;

	private FencingToken(long token, boolean[] confirmed, TokenBasis basis, int ahead, long aheadMicros) {
		this.token = token;
		this.confirmed = confirmed;
		this.basis = basis;
		this.ahead = ahead;
		this.aheadMicros = aheadMicros;
		int count = 0;
		for (boolean one : confirmed) {
			count += one ? 1 : 0;
		}
		this.confirmedCount = count;
	}

	/**
	 * Return whether the replies suffice to compute a token, or the outstanding ones
	 * cannot make a difference.
	 */
	static boolean isDecidable(@Nullable NodeReply[] replies, int majority, int pending, boolean strict) {
		int vouching = countVouching(replies);
		int needed = needed(replies.length, majority);
		return vouching >= needed || (strict ? pending == 0 : vouching + pending < needed);
	}

	/**
	 * Compute the token.
	 * @param replies the replies, null where there is none
	 * @param counted which nodes count for the attempt: those not quarantined at its
	 * start
	 * @param clientMillis the clock of this process in milliseconds since the epoch
	 */
	public static FencingToken of(@Nullable NodeReply[] replies, boolean[] counted, int majority, boolean strict,
			long clientMillis) {
		long token = 0;
		long clock = clientMillis * MICROS_PER_MILLI;
		int largest = NONE;
		int replied = 0;
		for (int i = 0; i < replies.length; i++) {
			NodeReply reply = replies[i];
			if (reply == null) {
				continue;
			}
			replied++;
			clock = Math.max(clock, reply.timeMicros());
			if (reply.fence() != NodeReply.NO_FENCE && minToken(reply) > token) {
				token = minToken(reply);
				largest = i;
			}
		}
		boolean[] confirmed = new boolean[replies.length];
		if (countVouching(replies) >= needed(replies.length, majority)) {
			for (int i = 0; i < replies.length; i++) {
				confirmed[i] = counted[i] && isConfirmed(replies[i], token);
			}
			return new FencingToken(token, confirmed, TokenBasis.COUNTERS, NONE, 0);
		}
		if (strict && replied < replies.length) {
			return new FencingToken(NodeReply.NO_FENCE, confirmed, TokenBasis.MISSING_REPLIES, NONE, 0);
		}
		if (!strict && token - 1 > clock) {
			return new FencingToken(NodeReply.NO_FENCE, confirmed, TokenBasis.COUNTER_AHEAD, largest,
					token - 1 - clock);
		}
		return new FencingToken(Math.max(token, clock + 1), confirmed,
				(largest != NONE) ? TokenBasis.CLOCKS_OF_KNOWN_NAME : TokenBasis.CLOCKS_OF_NEW_NAME, NONE, 0);
	}

	private static int needed(int nodes, int majority) {
		return nodes - majority + 1;
	}

	private static boolean isConfirmed(@Nullable NodeReply reply, long token) {
		return reply != null && reply.status() == Status.GRANTED && vouches(reply) && reply.fence() == token;
	}

	private static int countVouching(@Nullable NodeReply[] replies) {
		int vouching = 0;
		for (NodeReply reply : replies) {
			if (reply != null && vouches(reply)) {
				vouching++;
			}
		}
		return vouching;
	}

	/**
	 * Return whether the counter of a node was raised to a token in this incarnation.
	 */
	public static boolean vouches(NodeReply reply) {
		return reply.fence() != NodeReply.NO_FENCE && reply.timeMicros() == 0;
	}

	/**
	 * Return the number to which the counter of a node is raised after the decision.
	 * Failed attempts may have left a larger one. The node then vouches for that number,
	 * since no counter is ever lowered.
	 */
	public static long raisedCounter(NodeReply grant, long token) {
		return Math.max(grant.fence(), token);
	}

	/**
	 * Return the smallest token that a reply allows. A vouching counter of a grant was
	 * raised by that grant. The counter of a refusal is that of the present holder, which
	 * may have its token from this node.
	 */
	private static long minToken(NodeReply reply) {
		boolean raised = reply.status() == Status.GRANTED && vouches(reply);
		return raised ? reply.fence() : reply.fence() + 1;
	}

	/**
	 * Return whether no token could be computed.
	 */
	public boolean isRefused() {
		return this.basis == TokenBasis.MISSING_REPLIES || this.basis == TokenBasis.COUNTER_AHEAD;
	}

	public TokenBasis basis() {
		return this.basis;
	}

	/**
	 * Add the reason of a refusal to the results of the nodes that caused it.
	 */
	public List<NodeResult> explain(List<NodeResult> results) {
		List<NodeResult> explained = new ArrayList<>();
		for (int i = 0; i < results.size(); i++) {
			NodeResult result = results.get(i);
			boolean unanswered = result.outcome() != Outcome.OK && result.outcome() != Outcome.TAKEN
					&& result.outcome() != Outcome.QUARANTINED;
			if (i == this.ahead) {
				explained.add(failed(result,
						"its fencing counter is ahead of the clocks of all nodes that replied and of "
								+ "this process by " + this.aheadMicros / MICROS_PER_MILLI
								+ " ms: correct these clocks, or "
								+ "delete the counter if no resource depends on its tokens"));
			}
			else if (this.basis == TokenBasis.MISSING_REPLIES && unanswered) {
				explained.add(failed(result,
						"it did not reply, and strict fencing needs all nodes because too few of the others "
								+ "vouch for earlier tokens"
								+ ((result.error() != null) ? " (" + result.error() + ")" : "")));
			}
			else {
				explained.add(result);
			}
		}
		return explained;
	}

	private static NodeResult failed(NodeResult result, String error) {
		return new NodeResult(result.node(), Outcome.ERROR, null, null, result.latency(), error);
	}

	public long token() {
		return this.token;
	}

	/**
	 * Return whether a node vouches for the token already.
	 */
	public boolean isConfirmed(int index) {
		return this.confirmed[index];
	}

	public int confirmedCount() {
		return this.confirmedCount;
	}

}
