package io.github.gatewright.cdk;

import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.FunctionOptions;
import software.amazon.awscdk.services.lambda.FunctionProps;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** Makes the functions of operations whose handlers the model names. Generated code calls it. */
public final class Functions {

  private Functions() {}

  /**
   * The code of an operation's function, as the model names it by x-handler.
   *
   * @param operation the operation's ID
   * @param language go, typescript, javascript, python or java
   * @param code a directory, .zip or .jar with the finished code, relative to where the app runs
   * @param entry the function to call; empty: that of the language
   * @param at the place in the model of a handler without code, for errors; empty: it has code
   */
  public record Handler(String operation, String language, String code, String entry, String at) {}

  private static Code codeOf(Handler handler) {
    if (!handler.at().isEmpty() && !Files.exists(Path.of(handler.code()))) {
      throw new IllegalArgumentException(
          handler.at()
              + ": "
              + handler.operation()
              + ": x-handler names no code, and "
              + handler.code()
              + " is not found; create it");
    }
    return Code.fromAsset(handler.code());
  }

  @SuppressWarnings("deprecation") // the CDK refuses both, and who has the old one keeps it
  private static boolean hasLog(FunctionOptions own) {
    return own.getLogGroup() != null || own.getLogRetention() != null;
  }

  /** Completes what was given of a function's properties; null: nothing. */
  public static FunctionProps complete(
      Construct scope, String id, Handler handler, FunctionOptions given) {
    FunctionOptions own = given == null ? FunctionOptions.builder().build() : given;
    FunctionProps.Builder props =
        copy(own)
            .code(codeOf(handler))
            .runtime(runtimeOf(handler))
            .handler(handler.entry().isEmpty() ? entryOf(handler) : handler.entry());
    if (own.getDescription() == null) {
      props.description(handler.operation());
    }
    if (own.getTimeout() == null) {
      props.timeout(Duration.seconds(30));
    }
    if (own.getTracing() == null) {
      props.tracing(Tracing.ACTIVE);
    }
    if (!hasLog(own)) {
      props.logGroup(
          LogGroup.Builder.create(scope, id + "Logs").retention(RetentionDays.ONE_MONTH).build());
    }
    return props.build();
  }

  private static Runtime runtimeOf(Handler handler) {
    return switch (handler.language()) {
      case "go" -> Runtime.PROVIDED_AL2023;
      case "typescript", "javascript" -> Runtime.NODEJS_22_X;
      case "python" -> Runtime.PYTHON_3_13;
      default -> Runtime.JAVA_21;
    };
  }

  private static String entryOf(Handler handler) {
    return switch (handler.language()) {
      case "go" -> "bootstrap";
      case "typescript", "javascript" -> "index.handler";
      case "python" -> "app.handler";
      default -> "Handler::handleRequest";
    };
  }

  @SuppressWarnings("deprecation") // who has old properties keeps them
  private static FunctionProps.Builder copy(FunctionOptions from) {
    FunctionProps.Builder props = FunctionProps.builder();
    props.adotInstrumentation(from.getAdotInstrumentation());
    props.allowAllIpv6Outbound(from.getAllowAllIpv6Outbound());
    props.allowAllOutbound(from.getAllowAllOutbound());
    props.allowPublicSubnet(from.getAllowPublicSubnet());
    props.applicationLogLevel(from.getApplicationLogLevel());
    props.applicationLogLevelV2(from.getApplicationLogLevelV2());
    props.architecture(from.getArchitecture());
    props.codeSigningConfig(from.getCodeSigningConfig());
    props.currentVersionOptions(from.getCurrentVersionOptions());
    props.deadLetterQueue(from.getDeadLetterQueue());
    props.deadLetterQueueEnabled(from.getDeadLetterQueueEnabled());
    props.deadLetterTopic(from.getDeadLetterTopic());
    props.description(from.getDescription());
    props.durableConfig(from.getDurableConfig());
    props.environment(from.getEnvironment());
    props.environmentEncryption(from.getEnvironmentEncryption());
    props.ephemeralStorageSize(from.getEphemeralStorageSize());
    props.events(from.getEvents());
    props.filesystem(from.getFilesystem());
    props.functionName(from.getFunctionName());
    props.initialPolicy(from.getInitialPolicy());
    props.insightsVersion(from.getInsightsVersion());
    props.ipv6AllowedForDualStack(from.getIpv6AllowedForDualStack());
    props.layers(from.getLayers());
    props.logFormat(from.getLogFormat());
    props.loggingFormat(from.getLoggingFormat());
    props.logGroup(from.getLogGroup());
    props.logRemovalPolicy(from.getLogRemovalPolicy());
    props.logRetention(from.getLogRetention());
    props.logRetentionRetryOptions(from.getLogRetentionRetryOptions());
    props.logRetentionRole(from.getLogRetentionRole());
    props.memorySize(from.getMemorySize());
    props.paramsAndSecrets(from.getParamsAndSecrets());
    props.profiling(from.getProfiling());
    props.profilingGroup(from.getProfilingGroup());
    props.recursiveLoop(from.getRecursiveLoop());
    props.reservedConcurrentExecutions(from.getReservedConcurrentExecutions());
    props.role(from.getRole());
    props.runtimeManagementMode(from.getRuntimeManagementMode());
    props.securityGroups(from.getSecurityGroups());
    props.snapStart(from.getSnapStart());
    props.systemLogLevel(from.getSystemLogLevel());
    props.systemLogLevelV2(from.getSystemLogLevelV2());
    props.tenancyConfig(from.getTenancyConfig());
    props.timeout(from.getTimeout());
    props.tracing(from.getTracing());
    props.vpc(from.getVpc());
    props.vpcSubnets(from.getVpcSubnets());
    props.maxEventAge(from.getMaxEventAge());
    props.onFailure(from.getOnFailure());
    props.onSuccess(from.getOnSuccess());
    props.retryAttempts(from.getRetryAttempts());
    return props;
  }
}
