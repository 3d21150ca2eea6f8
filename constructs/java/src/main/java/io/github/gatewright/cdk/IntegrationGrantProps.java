package io.github.gatewright.cdk;

import java.util.List;
import java.util.Locale;
import software.amazon.awscdk.services.apigateway.SpecRestApi;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.lambda.IFunction;
import software.constructs.Construct;

/** What a permission is given for. */
public final class IntegrationGrantProps {

  private final TypeSafeRestApi scope;
  private final OperationDetails operation;
  private final Statements allowed;

  IntegrationGrantProps(TypeSafeRestApi scope, OperationDetails operation, Statements allowed) {
    this.scope = scope;
    this.operation = operation;
    this.allowed = allowed;
  }

  /** The API's construct: a parent for resources that the permission needs. */
  public Construct getScope() {
    return scope;
  }

  /** The underlying construct. */
  public SpecRestApi getApi() {
    return scope.getApi();
  }

  /** The operation's ID in the model. */
  public String getOperationId() {
    return operation.getOperationId();
  }

  /** The operation's method, in small letters. */
  public String getMethod() {
    return operation.getMethod().toLowerCase(Locale.ROOT);
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

  /** The role that API Gateway takes for integrations that name {@code ${gatewright:role}}. */
  public IRole getRole() {
    return scope.getRole();
  }

  /** Lets the API's role do something with resources, which are named by their ARNs. */
  public void allow(List<String> actions, String... resources) {
    if (scope.getRole() != null) {
      allowed.add(scope.getRole(), actions, List.of(resources));
    }
  }

  /** Permits API Gateway to invoke a function for exactly the operation's method and path. */
  public void invokeFunction(IFunction function) {
    scope.invoke(operation.getOperationId(), function, getSourceArn());
  }

  /** Remembers a role of the user's, which the engine names by its ARN. */
  void know(IRole role) {
    scope.know(role);
  }

  /** Gives the ARN of the operation in the stage, with * for the parameters of its path. */
  public String getSourceArn() {
    String method = operation.getMethod().equals("ANY") ? "*" : operation.getMethod();
    return scope.executeArn(
        scope.stageName() + "/" + method + operation.getPath().replaceAll("\\{[^{}]*}", "*"));
  }
}
