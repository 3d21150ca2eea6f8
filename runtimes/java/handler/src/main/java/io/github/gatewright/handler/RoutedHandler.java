package io.github.gatewright.handler;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;

/** A handler that a router can call. */
public interface RoutedHandler {

  /** Puts the handler behind the interceptors of a router. */
  void joinRouter(Router router);

  /** Responds to an event. */
  Response handleRequest(ProxyEvent event, Context context);

  /** Does what is to be done before Lambda SnapStart takes its snapshot. */
  void prepare() throws IOException;
}
