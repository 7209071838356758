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

package io.github.redsync.sample.shop;

import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.LockTakenException;
import io.github.redsync.RedsyncException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Converts exceptions to problem details. A lock that was not acquired may be available
 * on the next request, so the status is 503; the message and the replies of the nodes
 * contain the reason.
 */
@RestControllerAdvice
class ProblemHandler extends ResponseEntityExceptionHandler {

	@ExceptionHandler
	ProblemDetail handle(InvalidEventException ex) {
		return problem(HttpStatus.BAD_REQUEST, "Invalid event", ex);
	}

	@ExceptionHandler
	ProblemDetail handle(UnknownEventException ex) {
		return problem(HttpStatus.NOT_FOUND, "Unknown event", ex);
	}

	@ExceptionHandler
	ProblemDetail handle(SoldOutException ex) {
		return problem(HttpStatus.CONFLICT, "Sold out", ex);
	}

	@ExceptionHandler
	ProblemDetail handle(LockNotAcquiredException ex) {
		String title = (ex instanceof LockTakenException) ? "Lock taken" : "Lock not available";
		return withNodes(problem(HttpStatus.SERVICE_UNAVAILABLE, title, ex), ex);
	}

	@ExceptionHandler
	ProblemDetail handle(RedsyncException ex) {
		return withNodes(problem(HttpStatus.INTERNAL_SERVER_ERROR, "Lock lost", ex), ex);
	}

	@ExceptionHandler({ DataAccessResourceFailureException.class, TransactionException.class })
	ProblemDetail handleDatabase(NestedRuntimeException ex) {
		// H2 closes a shared database as soon as the JVM begins to shut down
		return problem(HttpStatus.SERVICE_UNAVAILABLE, "Database not available", ex);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		ProblemDetail body = createProblemDetail(ex, status,
				"The body must be JSON such as {\"name\":\"Concert\",\"tickets\":100}", null, null, request);
		return handleExceptionInternal(ex, body, headers, status, request);
	}

	private static ProblemDetail problem(HttpStatus status, String title, Exception ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, ex.getMessage());
		problem.setTitle(title);
		return problem;
	}

	private static ProblemDetail withNodes(ProblemDetail problem, RedsyncException ex) {
		problem.setProperty("nodes", NodeView.of(ex.nodes()));
		return problem;
	}

}
