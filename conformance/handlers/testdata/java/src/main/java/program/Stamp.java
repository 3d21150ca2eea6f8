package program;

import conformance.gatewright.handler.ApiResponse;
import conformance.gatewright.handler.ChainedRequestInput;
import conformance.gatewright.handler.ContextKey;
import conformance.gatewright.handler.DefaultInterceptors;
import conformance.gatewright.handler.Interceptor;
import conformance.gatewright.handler.Response;
import java.util.ArrayList;
import java.util.List;

/** Denies what X-Deny asks it to, and otherwise marks the response. */
final class Stamp<I> implements Interceptor<I> {

  static final ContextKey<String> CALLER = new ContextKey<>("caller", String.class);

  static <I> List<Interceptor<I>> interceptors() {
    List<Interceptor<I>> all = new ArrayList<>(DefaultInterceptors.all());
    all.add(new Stamp<>());
    return all;
  }

  @Override
  public Response handle(ChainedRequestInput<I> request) {
    switch (request.getEvent().header("X-Deny")) {
      case "return":
        return ApiResponse.message(403, "denied");
      case "throw":
        throw ApiResponse.message(403, "thrown");
      case "error":
        throw new IllegalStateException("the interceptor failed");
      default:
    }
    String name = request.getEvent().header("X-Caller");
    CALLER.set(request, name.isEmpty() ? "nobody" : name);
    return request.getChain().next(request).withHeader("X-Stamp", "conformance");
  }
}
