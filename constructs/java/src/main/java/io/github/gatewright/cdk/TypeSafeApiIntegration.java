package io.github.gatewright.cdk;

/** The integration of an operation, and its options. */
public final class TypeSafeApiIntegration {

  private final Integration integration;
  private final Authorizer authorizer;
  private final TypeSafeApiIntegrationOptions options;

  private TypeSafeApiIntegration(Builder builder) {
    this.integration = builder.integration;
    this.authorizer = builder.authorizer;
    this.options = builder.options;
  }

  /** Starts one. */
  public static Builder builder() {
    return new Builder();
  }

  /** What happens to requests. */
  public Integration getIntegration() {
    return integration;
  }

  /** Who may call the operation; null: the API's default. */
  public Authorizer getAuthorizer() {
    return authorizer;
  }

  /** The options; null: none. */
  public TypeSafeApiIntegrationOptions getOptions() {
    return options;
  }

  /** Makes one property by property. */
  public static final class Builder {

    private Integration integration;
    private Authorizer authorizer;
    private TypeSafeApiIntegrationOptions options;

    private Builder() {}

    /** What happens to requests. */
    public Builder integration(Integration integration) {
      this.integration = integration;
      return this;
    }

    /** Who may call the operation. Default: whom the API's default authorizer lets. */
    public Builder authorizer(Authorizer authorizer) {
      this.authorizer = authorizer;
      return this;
    }

    /** The options. */
    public Builder options(TypeSafeApiIntegrationOptions options) {
      this.options = options;
      return this;
    }

    /** Gives the whole. */
    public TypeSafeApiIntegration build() {
      return new TypeSafeApiIntegration(this);
    }
  }
}
