package io.github.gatewright.handler;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that is wrong with the parameters and the body of a request. It is the response 400,
 * or 415 when the body's content type is all that is wrong.
 */
public final class InvalidRequest extends HandlerResponse {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  InvalidRequest(List<Problem> problems) {
    super(contentOf(problems));
    this.problems = List.copyOf(problems);
  }

  private InvalidRequest(ResponseContent content, List<Problem> problems) {
    super(content);
    this.problems = problems;
  }

  private static ResponseContent contentOf(List<Problem> problems) {
    if (problems.size() == 1 && problems.get(0).isUnsupportedContentType()) {
      return ResponseContent.json(
          415, "application/json", Map.of("message", "Unsupported Media Type"));
    }
    String all = problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
    return ResponseContent.json(
        400, "application/json", Map.of("message", "Invalid request: " + all));
  }

  /** Returns the problems. */
  public List<Problem> getProblems() {
    return problems;
  }

  @Override
  public InvalidRequest withHeader(String name, String... values) {
    return new InvalidRequest(content().withHeader(name, values), problems);
  }
}
