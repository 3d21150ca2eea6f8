package io.github.gatewright.cdk;

import software.amazon.awscdk.services.lambda.IFunction;

/** The integrations. */
public final class Integrations {

  private Integrations() {}

  /**
   * Passes requests to a function, a version or an alias, and its answers back. API Gateway is
   * allowed to invoke it for exactly the operations that name it. Of a function with SnapStart it
   * invokes the current version.
   */
  public static LambdaIntegration lambda(IFunction lambdaFunction) {
    return new LambdaIntegration(lambdaFunction);
  }

  /** Reads and writes the objects of a bucket. The role gets the permissions that this needs. */
  public static S3Integration s3(S3IntegrationProps props) {
    return new S3Integration(props);
  }

  /** Answers without a backend. */
  public static MockIntegration mock(MockIntegrationResponse response) {
    return new MockIntegration(response);
  }

  /** Forwards requests over HTTP. */
  public static HttpIntegration http(HttpIntegrationProps props) {
    return new HttpIntegration(props);
  }

  /** Forwards requests through a VPC link to a load balancer. */
  public static HttpIntegration vpcLink(VpcLinkIntegrationProps props) {
    return new HttpIntegration(props);
  }

  /** Calls an action or a path of an AWS service. The role gets the permission to do so. */
  public static ServiceIntegration service(ServiceIntegrationProps props) {
    return new ServiceIntegration(props);
  }
}
