package io.github.gatewright.cdk;

import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.IFunction;

/** Functions with SnapStart. */
final class SnapStart {

  private SnapStart() {}

  /**
   * Returns what API Gateway invokes of a function: its current version when the function has
   * SnapStart, which Lambda applies to published versions only.
   */
  static IFunction invocable(IFunction function) {
    if (function instanceof Function own
        && own.getNode().getDefaultChild() instanceof CfnFunction resource
        && resource.getSnapStart() != null) {
      return own.getCurrentVersion();
    }
    return function;
  }
}
