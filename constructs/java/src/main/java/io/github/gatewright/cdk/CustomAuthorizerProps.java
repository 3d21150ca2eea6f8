package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.lambda.IFunction;

/** An authorizer that is a function. */
public final class CustomAuthorizerProps {

  final String authorizerId;
  private final Builder given;

  private CustomAuthorizerProps(Builder builder) {
    this.authorizerId = builder.authorizerId;
    this.given = builder;
  }

  /** Starts the properties. */
  public static Builder builder() {
    return new Builder();
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", given.type.name().toLowerCase(Locale.ROOT));
    Sending.put(
        json,
        "function",
        given.function == null ? null : SnapStart.invocable(given.function).getFunctionArn());
    if (given.identitySource != null) {
      if (given.type == CustomAuthorizerType.TOKEN) {
        json.put("identitySource", given.identitySource);
      } else {
        json.put("identitySources", List.of(given.identitySource.split("\\s*,\\s*")));
      }
    }
    Sending.put(json, "ttl", given.authorizerResultTtlInSeconds);
    Sending.put(json, "validation", given.identityValidationExpression);
    Sending.put(json, "role", given.role == null ? null : given.role.getRoleArn());
    return json;
  }

  /** Makes the properties one by one. */
  public static final class Builder {

    private String authorizerId;
    private CustomAuthorizerType type = CustomAuthorizerType.TOKEN;
    private IFunction function;
    private String identitySource;
    private String identityValidationExpression;
    private Integer authorizerResultTtlInSeconds;
    private IRole role;

    private Builder() {}

    /** The authorizer's ID. */
    public Builder authorizerId(String authorizerId) {
      this.authorizerId = authorizerId;
      return this;
    }

    /** What the function gets. Default: TOKEN. */
    public Builder type(CustomAuthorizerType type) {
      this.type = type;
      return this;
    }

    /** The function. */
    public Builder function(IFunction function) {
      this.function = function;
      return this;
    }

    /**
     * What identifies a caller, such as method.request.header.Authorization; several with commas.
     */
    public Builder identitySource(String identitySource) {
      this.identitySource = identitySource;
      return this;
    }

    /** A regular expression that a token must match as a whole. */
    public Builder identityValidationExpression(String identityValidationExpression) {
      this.identityValidationExpression = identityValidationExpression;
      return this;
    }

    /** Seconds for which a decision is kept. Default: 300. */
    public Builder authorizerResultTtlInSeconds(Integer authorizerResultTtlInSeconds) {
      this.authorizerResultTtlInSeconds = authorizerResultTtlInSeconds;
      return this;
    }

    /** The role that API Gateway takes. Default: the function's policy lets it call. */
    public Builder role(IRole role) {
      this.role = role;
      return this;
    }

    /** Gives the properties. */
    public CustomAuthorizerProps build() {
      return new CustomAuthorizerProps(this);
    }
  }
}
