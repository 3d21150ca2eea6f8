package io.github.gatewright.cdk;

import java.util.List;

/** An operation of the model. */
public final class OperationDetails {

  private final String operationId;
  private final String method;
  private final String path;
  private final List<String> contentTypes;

  /** Makes one. */
  public OperationDetails(
      String operationId, String method, String path, List<String> contentTypes) {
    this.operationId = operationId;
    this.method = method;
    this.path = path;
    this.contentTypes = List.copyOf(contentTypes);
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

  /** The media types of its responses. */
  public List<String> getContentTypes() {
    return contentTypes;
  }
}
