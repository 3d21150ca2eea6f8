package io.github.gatewright.handler;

/**
 * Returns responses that are thrown, and responds to other exceptions with a response that says
 * nothing of them; they are logged.
 */
public class TryCatchInterceptor<I> implements Interceptor<I> {

  private final Response response; // null: the usual one

  /** Responds with 500 and {"message": "Internal server error"}. */
  public TryCatchInterceptor() {
    this.response = null;
  }

  /** Responds with a status and a body in JSON. */
  public TryCatchInterceptor(int statusCode, String body) {
    this.response = ApiResponse.builder().statusCode(statusCode).body(body).build();
  }

  @Override
  public Response handle(ChainedRequestInput<I> request) {
    try {
      return request.getChain().next(request);
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      Response usual = Failures.respond(request, e);
      return response == null || e instanceof HandlerResponse ? usual : response;
    }
  }
}
