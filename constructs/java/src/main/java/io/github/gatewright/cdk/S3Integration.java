package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
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
    Map<String, Object> bucket = new LinkedHashMap<>();
    bucket.put("name", props.bucket.getBucketName());
    bucket.put("arn", props.bucket.getBucketArn());
    if (props.bucket.getEncryptionKey() != null) {
      bucket.put("keyArn", props.bucket.getEncryptionKey().getKeyArn());
    }
    sending.buckets.put(operation.getOperationId(), bucket);
    Map<String, Object> json = new LinkedHashMap<>(props.json);
    json.put("bucket", operation.getOperationId());
    json.put("role", props.role == null ? Sending.SHARED_ROLE : props.role.getRoleArn());
    return Map.of("s3", json);
  }

  @Override
  public void grant(IntegrationGrantProps grant) {
    if (props.role != null) {
      grant.know(props.role);
    }
  }
}
