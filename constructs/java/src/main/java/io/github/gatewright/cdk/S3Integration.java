package io.github.gatewright.cdk;

import java.util.Map;

/** Reads and writes the objects of a bucket. */
public final class S3Integration extends EngineIntegration {

  private final S3IntegrationProps props;

  S3Integration(S3IntegrationProps props) {
    if (props == null || props.bucket == null) {
      throw new IllegalArgumentException("the bucket is null; make it before the API");
    }
    this.props = props;
  }

  @Override
  Map<String, Object> toJSON(Sending sending, IntegrationRenderProps operation) {
    return Map.of("s3", props.options(sending, operation));
  }

  @Override
  public void grant(IntegrationGrantProps grant) {
    if (props.role != null) {
      grant.know(props.role);
    }
  }
}
