package io.github.gatewright.handler;

import java.util.Map;

/**
 * The circumstances of a request; what API Gateway does not say is null.
 *
 * @param requestId the ID that API Gateway gave the request
 * @param extendedRequestId the extended ID of the request
 * @param accountId the account of the API
 * @param apiId the ID of the API
 * @param stage the stage
 * @param resourceId the ID of the resource
 * @param resourcePath the path of the resource, such as /pets/{petId}
 * @param path the path of the request, with the stage
 * @param httpMethod the method
 * @param protocol the protocol, such as HTTP/1.1
 * @param domainName the domain name
 * @param requestTime the time of the request
 * @param requestTimeEpoch the time of the request in milliseconds since 1970
 * @param identity who sent the request
 * @param authorizer what the authorizer says
 */
public record RequestContext(
    String requestId,
    String extendedRequestId,
    String accountId,
    String apiId,
    String stage,
    String resourceId,
    String resourcePath,
    String path,
    String httpMethod,
    String protocol,
    String domainName,
    String requestTime,
    long requestTimeEpoch,
    Identity identity,
    Map<String, Object> authorizer) {

  /** Returns the ID that API Gateway gave the request. */
  public String getRequestId() {
    return requestId;
  }

  /** Returns the extended ID of the request. */
  public String getExtendedRequestId() {
    return extendedRequestId;
  }

  /** Returns the account of the API. */
  public String getAccountId() {
    return accountId;
  }

  /** Returns the ID of the API. */
  public String getApiId() {
    return apiId;
  }

  /** Returns the stage. */
  public String getStage() {
    return stage;
  }

  /** Returns the ID of the resource. */
  public String getResourceId() {
    return resourceId;
  }

  /** Returns the path of the resource, such as /pets/{petId}. */
  public String getResourcePath() {
    return resourcePath;
  }

  /** Returns the path of the request, with the stage. */
  public String getPath() {
    return path;
  }

  /** Returns the method. */
  public String getHttpMethod() {
    return httpMethod;
  }

  /** Returns the protocol, such as HTTP/1.1. */
  public String getProtocol() {
    return protocol;
  }

  /** Returns the domain name. */
  public String getDomainName() {
    return domainName;
  }

  /** Returns the time of the request. */
  public String getRequestTime() {
    return requestTime;
  }

  /** Returns the time of the request in milliseconds since 1970. */
  public long getRequestTimeEpoch() {
    return requestTimeEpoch;
  }

  /** Returns who sent the request. */
  public Identity getIdentity() {
    return identity;
  }

  /** Returns what the authorizer says. */
  public Map<String, Object> getAuthorizer() {
    return authorizer;
  }

  static RequestContext read(Fields fields) {
    return new RequestContext(
        fields.text("requestId"),
        fields.text("extendedRequestId"),
        fields.text("accountId"),
        fields.text("apiId"),
        fields.text("stage"),
        fields.text("resourceId"),
        fields.text("resourcePath"),
        fields.text("path"),
        fields.text("httpMethod"),
        fields.text("protocol"),
        fields.text("domainName"),
        fields.text("requestTime"),
        fields.integer("requestTimeEpoch"),
        Identity.read(fields.object("identity")),
        fields.values("authorizer"));
  }
}
