package io.github.gatewright.cdk;

import software.amazon.awscdk.services.apigateway.AccessLogFormat;
import software.amazon.awscdk.services.apigateway.IAccessLogDestination;
import software.amazon.awscdk.services.apigateway.LogGroupLogDestination;
import software.amazon.awscdk.services.apigateway.MethodLoggingLevel;
import software.amazon.awscdk.services.apigateway.StageOptions;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** The options of the stage, completed, with the log of requests. */
final class AccessLog {

  private final ILogGroup group;
  private final StageOptions stageOptions;

  AccessLog(Construct scope, TypeSafeRestApiProps props, String stageName) {
    if (props.deploy != null && !props.deploy) {
      group = null;
      stageOptions = props.deployOptions;
      return;
    }
    StageOptions given =
        props.deployOptions == null ? StageOptions.builder().build() : props.deployOptions;
    AccessLogOptions log =
        props.accessLogOptions == null
            ? AccessLogOptions.builder().build()
            : props.accessLogOptions;
    StageOptions.Builder stage = copy(given).stageName(stageName);
    if (given.getTracingEnabled() == null) {
      stage.tracingEnabled(true);
    }
    if (given.getLoggingLevel() == null) {
      stage.loggingLevel(MethodLoggingLevel.INFO);
    }
    if (given.getAccessLogDestination() != null || Boolean.TRUE.equals(log.disable)) {
      group = null;
    } else {
      group = log.logGroup == null ? groupOf(scope, log) : log.logGroup;
      IAccessLogDestination destination = new LogGroupLogDestination(group);
      stage.accessLogDestination(destination);
      if (given.getAccessLogFormat() == null) {
        stage.accessLogFormat(
            log.format == null ? AccessLogFormat.jsonWithStandardFields() : log.format);
      }
    }
    stageOptions = stage.build();
  }

  ILogGroup group() {
    return group;
  }

  StageOptions stageOptions() {
    return stageOptions;
  }

  private static ILogGroup groupOf(Construct scope, AccessLogOptions log) {
    LogGroup.Builder made =
        LogGroup.Builder.create(scope, "AccessLogs")
            .retention(log.retention == null ? RetentionDays.ONE_MONTH : log.retention);
    if (log.removalPolicy != null) {
      made.removalPolicy(log.removalPolicy);
    }
    return made.build();
  }

  private static StageOptions.Builder copy(StageOptions from) {
    return StageOptions.builder()
        .accessLogDestination(from.getAccessLogDestination())
        .accessLogFormat(from.getAccessLogFormat())
        .cacheClusterEnabled(from.getCacheClusterEnabled())
        .cacheClusterSize(from.getCacheClusterSize())
        .cacheDataEncrypted(from.getCacheDataEncrypted())
        .cacheTtl(from.getCacheTtl())
        .cachingEnabled(from.getCachingEnabled())
        .clientCertificateId(from.getClientCertificateId())
        .dataTraceEnabled(from.getDataTraceEnabled())
        .description(from.getDescription())
        .documentationVersion(from.getDocumentationVersion())
        .loggingLevel(from.getLoggingLevel())
        .methodOptions(from.getMethodOptions())
        .metricsEnabled(from.getMetricsEnabled())
        .throttlingBurstLimit(from.getThrottlingBurstLimit())
        .throttlingRateLimit(from.getThrottlingRateLimit())
        .tracingEnabled(from.getTracingEnabled())
        .variables(from.getVariables());
  }
}
