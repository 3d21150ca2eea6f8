package io.github.gatewright.handler;

/**
 * Who sent a request; what API Gateway does not say is null.
 *
 * @param sourceIp the caller's IP address
 * @param userAgent the caller's User-Agent header
 * @param caller the principal of a request that IAM authorized
 * @param user the user of a request that IAM authorized
 * @param userArn the ARN of the user
 * @param accountId the account of the caller
 * @param accessKey the ID of the access key
 * @param principalOrgId the organization of the caller
 * @param apiKey the API key
 * @param apiKeyId the ID of the API key
 * @param cognitoIdentityId the identity of an identity pool
 * @param cognitoIdentityPoolId the identity pool
 * @param cognitoAuthenticationType whether the identity is authenticated
 * @param cognitoAuthenticationProvider the provider of the identity
 */
public record Identity(
    String sourceIp,
    String userAgent,
    String caller,
    String user,
    String userArn,
    String accountId,
    String accessKey,
    String principalOrgId,
    String apiKey,
    String apiKeyId,
    String cognitoIdentityId,
    String cognitoIdentityPoolId,
    String cognitoAuthenticationType,
    String cognitoAuthenticationProvider) {

  /** Returns the caller's IP address. */
  public String getSourceIp() {
    return sourceIp;
  }

  /** Returns the caller's User-Agent header. */
  public String getUserAgent() {
    return userAgent;
  }

  /** Returns the principal of a request that IAM authorized. */
  public String getCaller() {
    return caller;
  }

  /** Returns the user of a request that IAM authorized. */
  public String getUser() {
    return user;
  }

  /** Returns the ARN of the user. */
  public String getUserArn() {
    return userArn;
  }

  /** Returns the account of the caller. */
  public String getAccountId() {
    return accountId;
  }

  /** Returns the ID of the access key. */
  public String getAccessKey() {
    return accessKey;
  }

  /** Returns the organization of the caller. */
  public String getPrincipalOrgId() {
    return principalOrgId;
  }

  /** Returns the API key. */
  public String getApiKey() {
    return apiKey;
  }

  /** Returns the ID of the API key. */
  public String getApiKeyId() {
    return apiKeyId;
  }

  /** Returns the identity of an identity pool. */
  public String getCognitoIdentityId() {
    return cognitoIdentityId;
  }

  /** Returns the identity pool. */
  public String getCognitoIdentityPoolId() {
    return cognitoIdentityPoolId;
  }

  /** Returns whether the identity is authenticated. */
  public String getCognitoAuthenticationType() {
    return cognitoAuthenticationType;
  }

  /** Returns the provider of the identity. */
  public String getCognitoAuthenticationProvider() {
    return cognitoAuthenticationProvider;
  }

  static Identity read(Fields fields) {
    return new Identity(
        fields.text("sourceIp"),
        fields.text("userAgent"),
        fields.text("caller"),
        fields.text("user"),
        fields.text("userArn"),
        fields.text("accountId"),
        fields.text("accessKey"),
        fields.text("principalOrgId"),
        fields.text("apiKey"),
        fields.text("apiKeyId"),
        fields.text("cognitoIdentityId"),
        fields.text("cognitoIdentityPoolId"),
        fields.text("cognitoAuthenticationType"),
        fields.text("cognitoAuthenticationProvider"));
  }
}
