package io.github.gatewright.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.gatewright.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the generated class of an operation extends. */
public abstract class OperationHandler<I> implements RequestStreamHandler, RoutedHandler {

  private final String operationId;
  private Router router; // null: none
  private List<Interceptor<I>> interceptors; // null: not needed yet
  private Pipeline<I> pipeline; // null: not needed yet
  private boolean isPrepared;

  /** Creates the handler of an operation. */
  protected OperationHandler(String operationId) {
    this.operationId = operationId;
    SnapStart.register(this);
  }

  /** Decodes the input of a request. */
  protected abstract I read(Decoder decoder);

  /** Responds to a request. */
  protected abstract Response respond(RequestInput<I> request);

  /** Returns the types of the bodies of responses, to be prepared before a snapshot. */
  protected List<Class<?>> responseTypes() {
    return List.of();
  }

  /** Returns the interceptors. The first is the outermost. */
  public List<Interceptor<I>> getInterceptors() {
    return List.of();
  }

  /** Is called once before Lambda SnapStart takes its snapshot, with the library org.crac:crac. */
  public void warmUp() {}

  private synchronized Pipeline<I> pipeline() {
    if (pipeline == null) {
      interceptors = interceptors();
      pipeline = new Pipeline<>(operationId, interceptors, this::read, this::respond);
    }
    return pipeline;
  }

  private List<Interceptor<I>> interceptors() {
    List<Interceptor<I>> all = new ArrayList<>();
    if (router != null) {
      all.addAll(router.interceptors());
    }
    all.addAll(Annotated.interceptors(getClass()));
    all.addAll(getInterceptors());
    return all;
  }

  @Override
  public final void joinRouter(Router router) {
    this.router = router;
  }

  @Override
  public final Response handleRequest(ProxyEvent event, Context context) {
    return pipeline().run(event, context);
  }

  @Override
  public final void handleRequest(InputStream in, OutputStream out, Context context)
      throws IOException {
    ProxyEvent event = ProxyEvent.read(in);
    out.write(Encoder.write(event, context, operationId, handleRequest(event, context)));
  }

  /** Loads what the first request needs, once. */
  @Override
  public final void prepare() throws IOException {
    if (isPrepared) {
      return;
    }
    isPrepared = true;
    pipeline();
    ProxyEvent event = ProxyEvent.example();
    read(new Decoder(event));
    for (Class<?> type : responseTypes()) {
      Json.mapper().writerFor(type);
    }
    Encoder.write(event, null, operationId, ApiResponse.of(200, Map.of()));
    for (Interceptor<I> interceptor : interceptors) {
      if (interceptor instanceof InterceptorWithWarmup<I> one) {
        one.warmUp();
      }
    }
    warmUp();
  }
}
