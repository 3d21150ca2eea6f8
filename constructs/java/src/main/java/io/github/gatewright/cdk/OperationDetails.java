package io.github.gatewright.cdk;

import java.util.List;

/** An operation of the model. */
public final class OperationDetails {

  private final String operationId;
  private final String method;
  private final String path;
  private final List<String> contentTypes;
  private final List<String> responseContentTypes;

  /** Makes one. */
  public OperationDetails(
      String operationId,
      String method,
      String path,
      List<String> contentTypes,
      List<String> responseContentTypes) {
    this.operationId = operationId;
    this.method = method;
    this.path = path;
    this.contentTypes = List.copyOf(contentTypes);
    this.responseContentTypes = List.copyOf(responseContentTypes);
  }

  /** Its ID in the model. */
  public String getOperationId() {
    return operationId;
  }

  /** Its method, in capitals. */
  public String getMethod() {
    return method;
  }

  /** Its path, with {name} for parameters. */
  public String getPath() {
    return path;
  }

  /** The content types of the requests that it accepts: application/json where it has no body. */
  public List<String> getContentTypes() {
    return contentTypes;
  }

  /** The content types of its responses. */
  public List<String> getResponseContentTypes() {
    return responseContentTypes;
  }
}
