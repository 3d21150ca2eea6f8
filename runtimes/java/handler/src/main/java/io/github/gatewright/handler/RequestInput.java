package io.github.gatewright.handler;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;

/** A request to an operation. */
public interface RequestInput<I> {

  /**
   * Returns the input, decoded and checked. Throws an {@link InvalidRequest}, which is the response
   * 400, if the request is not valid.
   */
  I getInput();

  /** Returns the event as API Gateway sent it. */
  ProxyEvent getEvent();

  /** Returns the context of the Lambda invocation; null where a test gives none. */
  Context getContext();

  /** Returns what interceptors hand on; {@link ContextKey} reads and writes it with types. */
  Map<String, Object> getInterceptorContext();

  /** Returns the operation's ID. */
  default String getOperationId() {
    return (String) getInterceptorContext().get("operationId");
  }
}
