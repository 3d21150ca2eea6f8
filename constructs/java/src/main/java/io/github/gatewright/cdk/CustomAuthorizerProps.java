// Code generated from the options that gatewright declares. DO NOT EDIT.
package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.lambda.IFunction;

/** Properties of an authorizer that is a function. */
public final class CustomAuthorizerProps {

  final String authorizerId;
  final IFunction function;
  final CustomAuthorizerType type;
  final String identitySource;
  final Duration resultsCacheTtl;
  final String identityValidationExpression;
  final IRole role;

  private CustomAuthorizerProps(Builder builder) {
    this.authorizerId = builder.authorizerId;
    this.function = builder.function;
    this.type = builder.type;
    this.identitySource = builder.identitySource;
    this.resultsCacheTtl = builder.resultsCacheTtl;
    this.identityValidationExpression = builder.identityValidationExpression;
    this.role = builder.role;
  }

  /** Returns a builder without any options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the options as they are written in gatewright.yaml. */
  Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    Sending.put(options, "function", Wire.functionArn(function));
    Sending.put(options, "type", Wire.enumerated(type));
    Sending.put(options, "identitySource", identitySource);
    Sending.put(options, "resultsCacheTtl", Wire.duration(resultsCacheTtl));
    Sending.put(options, "identityValidationExpression", identityValidationExpression);
    Sending.put(options, "role", Wire.roleArn(role));
    return options;
  }

  /** Sets the options one by one. */
  public static final class Builder {

    private String authorizerId;
    private IFunction function;
    private CustomAuthorizerType type = CustomAuthorizerType.TOKEN;
    private String identitySource;
    private Duration resultsCacheTtl;
    private String identityValidationExpression;
    private IRole role;

    private Builder() {}

    /** The authorizer's name in the definition. */
    public Builder authorizerId(String authorizerId) {
      this.authorizerId = authorizerId;
      return this;
    }

    /** The function that decides. */
    public Builder function(IFunction function) {
      this.function = function;
      return this;
    }

    /**
     * What the function gets: the token, or the request. The default is CustomAuthorizerType.TOKEN.
     */
    public Builder type(CustomAuthorizerType type) {
      this.type = type;
      return this;
    }

    /**
     * Where the identity is; of a request authorizer several, with commas between them. The default
     * is method.request.header.Authorization.
     */
    public Builder identitySource(String identitySource) {
      this.identitySource = identitySource;
      return this;
    }

    /**
     * The time for which a decision is cached; 0s: not at all. The range is 0s to 1h. The default
     * is 5m.
     */
    public Builder resultsCacheTtl(Duration resultsCacheTtl) {
      this.resultsCacheTtl = resultsCacheTtl;
      return this;
    }

    /**
     * A regular expression that a token must match as a whole, or the function is not called; of
     * token authorizers.
     */
    public Builder identityValidationExpression(String identityValidationExpression) {
      this.identityValidationExpression = identityValidationExpression;
      return this;
    }

    /**
     * The role with which API Gateway calls the function. The default is the function's own policy.
     */
    public Builder role(IRole role) {
      this.role = role;
      return this;
    }

    /** Returns the options. */
    public CustomAuthorizerProps build() {
      return new CustomAuthorizerProps(this);
    }
  }
}
