package io.github.gatewright.cdk;

import java.util.List;
import software.amazon.awscdk.services.apigateway.CorsOptions;
import software.constructs.Construct;

/** What an integration is rendered for. */
public final class IntegrationRenderProps {

  private final Construct scope;
  private final OperationDetails operation;
  private final CorsOptions corsOptions;
  private final List<OperationDetails> operations;

  IntegrationRenderProps(
      Construct scope,
      OperationDetails operation,
      CorsOptions corsOptions,
      List<OperationDetails> operations) {
    this.scope = scope;
    this.operation = operation;
    this.corsOptions = corsOptions;
    this.operations = operations;
  }

  /** The API's construct: a parent for what the integration needs. */
  public Construct getScope() {
    return scope;
  }

  /** The operation's ID in the model. */
  public String getOperationId() {
    return operation.getOperationId();
  }

  /** The operation's method, in small letters. */
  public String getMethod() {
    return operation.getMethod().toLowerCase(java.util.Locale.ROOT);
  }

  /** The operation's path, with {name} for parameters. */
  public String getPath() {
    return operation.getPath();
  }

  /** The content types of accepted requests: application/json where the operation has no body. */
  public List<String> getContentTypes() {
    return operation.getContentTypes();
  }

  /** The content types of the operation's responses. */
  public List<String> getResponseContentTypes() {
    return operation.getResponseContentTypes();
  }

  /** The API's options of CORS; null: none. The headers are added to what is rendered. */
  public CorsOptions getCorsOptions() {
    return corsOptions;
  }

  /** All operations of the API, in the order of the model. */
  public List<OperationDetails> getOperations() {
    return operations;
  }
}
