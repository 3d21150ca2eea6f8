package io.github.gatewright.handler;

/** Wraps a handler: it may look at the request, respond itself, and replace the response. */
@FunctionalInterface
public interface Interceptor<I> {

  /** Returns the response; {@code request.getChain().next(request)} hands the request on. */
  Response handle(ChainedRequestInput<I> request);
}
