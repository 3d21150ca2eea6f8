package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.apigateway.ApiKeySourceType;
import software.amazon.awscdk.services.apigateway.IVpcLink;
import software.amazon.awscdk.services.cognito.IUserPool;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.s3.IBucket;

/** Converts the values of options to those of gatewright.yaml. */
final class Wire {

  private Wire() {}

  static <T> List<Map<String, Object>> all(
      List<T> groups, Function<T, Map<String, Object>> options) {
    return groups == null ? null : groups.stream().map(options).toList();
  }

  /** Keeps a bucket next to the entry of an integration, and returns its name there. */
  static String bucket(IBucket bucket, Sending sending, IntegrationRenderProps operation) {
    if (bucket == null) {
      throw new IllegalArgumentException("the bucket is null; make it before the API");
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", bucket.getBucketName());
    entry.put("arn", bucket.getBucketArn());
    if (bucket.getEncryptionKey() != null) {
      entry.put("keyArn", bucket.getEncryptionKey().getKeyArn());
    }
    sending.buckets.put(operation.getOperationId(), entry);
    return operation.getOperationId();
  }

  static String duration(Duration duration) {
    return duration == null ? null : duration.toMilliseconds().longValue() + "ms";
  }

  static String enumerated(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static String functionArn(IFunction function) {
    if (function == null) {
      throw new IllegalArgumentException("the function is null; make it before the API");
    }
    return SnapStart.invocable(function).getFunctionArn();
  }

  static String keySource(ApiKeySourceType source) {
    return source == null ? null : enumerated(source);
  }

  static String method(String method) {
    return method == null ? null : method.toUpperCase(Locale.ROOT);
  }

  static Object responses(IntegrationResponseSet set, IntegrationRenderProps operation) {
    return set == null ? null : set.toJSON(operation);
  }

  static String roleArn(IRole role) {
    return role == null ? null : role.getRoleArn();
  }

  /** Returns the ARN of a role, or what stands for the role that the API shares. */
  static String sharedRole(IRole role) {
    return role == null ? Sending.SHARED_ROLE : role.getRoleArn();
  }

  static List<String> userPoolArns(List<? extends IUserPool> pools) {
    return pools.stream().map(IUserPool::getUserPoolArn).toList();
  }

  static String vpcLink(IVpcLink link) {
    if (link == null) {
      throw new IllegalArgumentException("the VPC link is null; make it before the API");
    }
    return link.getVpcLinkId();
  }
}
