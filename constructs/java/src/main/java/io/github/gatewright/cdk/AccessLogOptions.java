package io.github.gatewright.cdk;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.apigateway.AccessLogFormat;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;

/** Changes the log of requests. */
public final class AccessLogOptions {

  final boolean disable;
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

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes one property by property. */
  public static final class Builder {

    private boolean disable;
    private ILogGroup logGroup;
    private RetentionDays retention = RetentionDays.ONE_MONTH;
    private RemovalPolicy removalPolicy;
    private AccessLogFormat format;

    private Builder() {}

    /** Whether there is none. */
    public Builder disable(boolean disable) {
      this.disable = disable;
      return this;
    }

    /** The log group that holds it. Default: one is made. */
    public Builder logGroup(ILogGroup logGroup) {
      this.logGroup = logGroup;
      return this;
    }

    /** How long the log group that is made keeps what it holds. Default: a month. */
    public Builder retention(RetentionDays retention) {
      this.retention = retention;
      return this;
    }

    /** What becomes of the log group that is made when the API is deleted. Default: it stays. */
    public Builder removalPolicy(RemovalPolicy removalPolicy) {
      this.removalPolicy = removalPolicy;
      return this;
    }

    /** The format of an entry. Default: JSON with the standard fields. */
    public Builder format(AccessLogFormat format) {
      this.format = format;
      return this;
    }

    /** Gives the whole. */
    public AccessLogOptions build() {
      return new AccessLogOptions(this);
    }
  }
}
