package io.github.gatewright.handler;

/** A request on its way through the interceptors. */
public interface ChainedRequestInput<I> extends RequestInput<I> {

  /** Returns the rest of the chain, which ends with the handler. */
  HandlerChain<I> getChain();
}
