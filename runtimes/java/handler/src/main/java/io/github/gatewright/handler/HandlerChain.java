package io.github.gatewright.handler;

/** The rest of the interceptors, and the handler. */
@FunctionalInterface
public interface HandlerChain<I> {

  /**
   * Hands the request on and returns the response, which is 400 for a request that is not valid.
   * Throws what the handler throws, be it a response or another exception.
   */
  Response next(ChainedRequestInput<I> request);
}
