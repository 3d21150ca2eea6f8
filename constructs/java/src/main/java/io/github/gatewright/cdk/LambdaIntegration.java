package io.github.gatewright.cdk;

import java.util.Map;
import software.amazon.awscdk.services.lambda.IFunction;

/** Passes requests to a Lambda function. */
public final class LambdaIntegration extends EngineIntegration {

  private final IFunction function;

  LambdaIntegration(IFunction function) {
    if (function == null) {
      throw new IllegalArgumentException("the function is null; make it before the API");
    }
    this.function = function;
  }

  IFunction getFunction() {
    return function;
  }

  @Override
  Map<String, Object> toJSON(Sending sending, IntegrationRenderProps props) {
    return Map.of("lambda", SnapStart.invocable(function).getFunctionArn());
  }
}
