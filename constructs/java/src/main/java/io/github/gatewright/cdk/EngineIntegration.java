package io.github.gatewright.cdk;

/** An integration that the engine renders. */
abstract class EngineIntegration extends Integration {

  @Override
  public final ApiGatewayIntegration render(IntegrationRenderProps props) {
    throw new UnsupportedOperationException("gatewright renders " + getClass().getSimpleName());
  }
}
