// Code generated from the options that gatewright declares. DO NOT EDIT.
package io.github.gatewright.cdk;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.apigateway.AccessLogFormat;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;

/** The log of requests. */
public final class AccessLogOptions {

  final Boolean disable;
  final ILogGroup logGroup;
  final RetentionDays retention;
  final RemovalPolicy removalPolicy;
  final AccessLogFormat format;

  private AccessLogOptions(Builder builder) {
    this.disable = builder.disable;
    this.logGroup = builder.logGroup;
    this.retention = builder.retention;
    this.removalPolicy = builder.removalPolicy;
    this.format = builder.format;
  }

  /** Returns a builder without any options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the options one by one. */
  public static final class Builder {

    private Boolean disable;
    private ILogGroup logGroup;
    private RetentionDays retention;
    private RemovalPolicy removalPolicy;
    private AccessLogFormat format;

    private Builder() {}

    /** Whether access logs are disabled. The default is false. */
    public Builder disable(Boolean disable) {
      this.disable = disable;
      return this;
    }

    /** The log group that holds it. The default is one of its own. */
    public Builder logGroup(ILogGroup logGroup) {
      this.logGroup = logGroup;
      return this;
    }

    /** The time for which the log group of its own keeps entries. The default is a month. */
    public Builder retention(RetentionDays retention) {
      this.retention = retention;
      return this;
    }

    /**
     * What happens to the log group of its own when the API is deleted. The default is to keep it.
     */
    public Builder removalPolicy(RemovalPolicy removalPolicy) {
      this.removalPolicy = removalPolicy;
      return this;
    }

    /** The format of an entry. The default is JSON with the standard fields. */
    public Builder format(AccessLogFormat format) {
      this.format = format;
      return this;
    }

    /** Returns the options. */
    public AccessLogOptions build() {
      return new AccessLogOptions(this);
    }
  }
}
