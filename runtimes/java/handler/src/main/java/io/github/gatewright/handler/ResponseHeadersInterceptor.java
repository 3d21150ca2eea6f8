package io.github.gatewright.handler;

import java.util.Map;

/** Adds headers to all responses. */
public class ResponseHeadersInterceptor<I> implements Interceptor<I> {

  private final Map<String, String> headers;

  /** Adds these headers; they replace those of the same names. */
  public ResponseHeadersInterceptor(Map<String, String> headers) {
    this.headers = Map.copyOf(headers);
  }

  @Override
  public Response handle(ChainedRequestInput<I> request) {
    Response response = request.getChain().next(request);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      response = response.withHeader(header.getKey(), header.getValue());
    }
    return response;
  }
}
