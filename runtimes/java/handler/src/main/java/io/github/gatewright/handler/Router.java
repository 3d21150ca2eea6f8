package io.github.gatewright.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the generated router extends: one handler for several operations. */
public abstract class Router implements RequestStreamHandler, RoutedHandler {

  private static final int NOT_FOUND = 404;

  private final Map<String, RoutedHandler> handlers = new ConcurrentHashMap<>();
  private final Map<String, Pipeline<Void>> unserved = new ConcurrentHashMap<>();

  /** Creates the router. */
  protected Router() {
    SnapStart.register(this);
  }

  /** Returns the IDs of all operations. */
  protected abstract List<String> operationIds();

  /** Returns the operation of a method and a resource, or null. */
  protected abstract String operationIdOf(String method, String resource);

  /** Creates the handler of an operation, or returns null where the router does not serve it. */
  protected abstract RoutedHandler create(String operationId);

  /** Returns the interceptors of all operations. The first is the outermost. */
  public <I> List<Interceptor<I>> getInterceptors() {
    return List.of();
  }

  final <I> List<Interceptor<I>> interceptors() {
    List<Interceptor<I>> all = new ArrayList<>(Annotated.interceptors(getClass()));
    all.addAll(getInterceptors());
    return all;
  }

  @Override
  public final void joinRouter(Router router) {
    throw new IllegalStateException("a router cannot be behind a router");
  }

  @Override
  public final Response handleRequest(ProxyEvent event, Context context) {
    String operationId = operationOf(event);
    RoutedHandler handler = operationId == null ? null : handlerOf(operationId);
    if (handler != null) {
      return handler.handleRequest(event, context);
    }
    String name = event.httpMethod() + " " + event.resource();
    Failures.write(
        context,
        (operationId == null ? name + " is not an operation" : operationId + " is not served")
            + " by "
            + getClass().getName());
    return unserved
        .computeIfAbsent(operationId == null ? name : operationId, this::notFound)
        .run(event, context);
  }

  private Pipeline<Void> notFound(String operationId) {
    return new Pipeline<>(
        operationId,
        interceptors(),
        decoder -> null,
        request -> {
          throw ApiResponse.message(NOT_FOUND, "Not Found");
        });
  }

  private String operationOf(ProxyEvent event) {
    String resource = event.resource() == null ? "" : event.resource();
    if (resource.length() > 1 && resource.endsWith("/")) {
      resource = resource.substring(0, resource.length() - 1);
    }
    String exact = operationIdOf(event.httpMethod(), resource);
    return exact == null ? operationIdOf("ANY", resource) : exact;
  }

  private RoutedHandler handlerOf(String operationId) {
    return handlers.computeIfAbsent(
        operationId,
        id -> {
          RoutedHandler handler = create(id);
          if (handler != null) {
            handler.joinRouter(this);
          }
          return handler;
        });
  }

  @Override
  public final void handleRequest(InputStream in, OutputStream out, Context context)
      throws IOException {
    ProxyEvent event = ProxyEvent.read(in);
    out.write(Encoder.write(event, context, operationOf(event), handleRequest(event, context)));
  }

  @Override
  public final void prepare() throws IOException {
    for (String operationId : operationIds()) {
      RoutedHandler handler = handlerOf(operationId);
      if (handler != null) {
        handler.prepare();
      }
    }
  }
}
