package io.github.gatewright.handler;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The interceptors of an operation, and its handler at their end. */
final class Pipeline<I> {

  private final String operationId;
  private final Function<Decoder, I> read;
  private final HandlerChain<I> first;

  Pipeline(
      String operationId,
      List<Interceptor<I>> interceptors,
      Function<Decoder, I> read,
      Function<RequestInput<I>, Response> respond) {
    this.operationId = operationId;
    this.read = read;
    HandlerChain<I> chain = request -> handled(request, respond);
    for (int i = interceptors.size() - 1; i >= 0; i--) {
      Interceptor<I> interceptor = interceptors.get(i);
      HandlerChain<I> next = chain;
      String name = interceptor.getClass().getName();
      chain = request -> present(interceptor.handle(new Link<>(request, next)), name);
    }
    this.first = chain;
  }

  private static <I> Response handled(
      RequestInput<I> request, Function<RequestInput<I>, Response> respond) {
    try {
      return Encoder.legal(present(respond.apply(request), "the handler"));
    } catch (InvalidRequest e) { // interceptors get it as a response
      return e;
    }
  }

  private static Response present(Response response, String from) {
    if (response == null) {
      throw new IllegalStateException(from + " returned no response");
    }
    return response;
  }

  /** Returns the response to an event, also to what is thrown. */
  Response run(ProxyEvent event, Context context) {
    Request<I> request = new Request<>(operationId, event, context, read);
    Response response;
    try {
      response = first.next(new Link<>(request, first));
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      response = Failures.respond(request, e);
    }
    return Encoder.sendable(request, response);
  }

  /** A request, whose input is decoded when somebody asks for it. */
  private static final class Request<I> implements RequestInput<I> {

    private final ProxyEvent event;
    private final Context context;
    private final Map<String, Object> interceptorContext = new HashMap<>();
    private Function<Decoder, I> read; // null: done
    private I input;

    Request(String operationId, ProxyEvent event, Context context, Function<Decoder, I> read) {
      this.event = event;
      this.context = context;
      this.read = read;
      interceptorContext.put("operationId", operationId);
    }

    @Override
    public I getInput() {
      if (read != null) {
        Decoder decoder = new Decoder(event);
        input = read.apply(decoder);
        decoder.end();
        read = null;
      }
      return input;
    }

    @Override
    public ProxyEvent getEvent() {
      return event;
    }

    @Override
    public Context getContext() {
      return context;
    }

    @Override
    public Map<String, Object> getInterceptorContext() {
      return interceptorContext;
    }
  }

  /** A request as an interceptor gets it. */
  private record Link<I>(RequestInput<I> request, HandlerChain<I> chain)
      implements ChainedRequestInput<I> {

    @Override
    public I getInput() {
      return request.getInput();
    }

    @Override
    public ProxyEvent getEvent() {
      return request.getEvent();
    }

    @Override
    public Context getContext() {
      return request.getContext();
    }

    @Override
    public Map<String, Object> getInterceptorContext() {
      return request.getInterceptorContext();
    }

    @Override
    public HandlerChain<I> getChain() {
      return chain;
    }
  }
}
