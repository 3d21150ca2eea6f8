package io.github.gatewright.handler;

/** An interceptor that does something before Lambda SnapStart takes its snapshot. */
public abstract class InterceptorWithWarmup<I> implements Interceptor<I> {

  /** Is called once before the snapshot, where the function has the library org.crac:crac. */
  public void warmUp() {}
}
