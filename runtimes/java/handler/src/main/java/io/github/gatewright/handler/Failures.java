package io.github.gatewright.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Responds to exceptions. */
final class Failures {

  private static final int SERVER_ERROR = 500;

  private Failures() {}

  /** Returns a response that was thrown, or an opaque one with what was thrown in the log. */
  static Response respond(RequestInput<?> request, Throwable thrown) {
    if (thrown instanceof HandlerResponse response) {
      return response;
    }
    log(request, thrown);
    return ApiResponse.message(SERVER_ERROR, "Internal server error");
  }

  private static void log(RequestInput<?> request, Throwable thrown) {
    StringWriter text = new StringWriter();
    Context context = request.getContext();
    text.append(request.getOperationId())
        .append(" failed: request ")
        .append(request.getEvent().requestContext().requestId());
    if (context != null) {
      text.append(", invocation ").append(context.getAwsRequestId());
    }
    text.append('\n');
    thrown.printStackTrace(new PrintWriter(text, true));
    write(context, text.toString());
  }

  static void write(Context context, String text) {
    if (context == null || context.getLogger() == null) {
      System.err.println(text);
    } else {
      context.getLogger().log(text, LogLevel.ERROR);
    }
  }
}
