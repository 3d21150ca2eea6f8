package com.acme;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.List;
import java.util.Map;

/** A proxy handler with events of the shape of aws-lambda-java-events. */
public class Proxy implements RequestHandler<Proxy.Request, Proxy.Response> {
    @Override
    public Response handleRequest(Request request, Context context) {
        context.getLogger().log("path " + request.getPath());
        Response response = new Response();
        response.setStatusCode(200);
        response.setHeaders(Map.of("X-Id", context.getAwsRequestId()));
        response.setBody(request.getHttpMethod() + " " + request.getIsBase64Encoded()
                + " " + request.getMultiValueHeaders().get("Accept").get(1)
                + " " + request.getRequestContext().getIdentity().getSourceIp()
                + " " + context.getFunctionName() + " " + context.getMemoryLimitInMB()
                + " " + (context.getRemainingTimeInMillis() > 0) + " " + context.getClientContext() + context.getIdentity().getIdentityId());
        response.setIsBase64Encoded(false);
        return response;
    }

    public static class Request {
        private String path;
        private String httpMethod;
        private Map<String, List<String>> multiValueHeaders;
        private RequestContext requestContext;
        private Boolean isBase64Encoded;

        public String getPath() {
            return path;
        }

        public void setPath(String path) {
            this.path = path;
        }

        public String getHttpMethod() {
            return httpMethod;
        }

        public void setHttpMethod(String httpMethod) {
            this.httpMethod = httpMethod;
        }

        public Map<String, List<String>> getMultiValueHeaders() {
            return multiValueHeaders;
        }

        public void setMultiValueHeaders(Map<String, List<String>> multiValueHeaders) {
            this.multiValueHeaders = multiValueHeaders;
        }

        public RequestContext getRequestContext() {
            return requestContext;
        }

        public void setRequestContext(RequestContext requestContext) {
            this.requestContext = requestContext;
        }

        public Boolean getIsBase64Encoded() {
            return isBase64Encoded;
        }

        public void setIsBase64Encoded(Boolean isBase64Encoded) {
            this.isBase64Encoded = isBase64Encoded;
        }
    }

    public static class RequestContext {
        private Identity identity;

        public Identity getIdentity() {
            return identity;
        }

        public void setIdentity(Identity identity) {
            this.identity = identity;
        }
    }

    public static class Identity {
        private String sourceIp;

        public String getSourceIp() {
            return sourceIp;
        }

        public void setSourceIp(String sourceIp) {
            this.sourceIp = sourceIp;
        }
    }

    public static class Response {
        private Integer statusCode;
        private Map<String, String> headers;
        private Map<String, List<String>> multiValueHeaders;
        private String body;
        private Boolean isBase64Encoded;

        public Integer getStatusCode() {
            return statusCode;
        }

        public void setStatusCode(Integer statusCode) {
            this.statusCode = statusCode;
        }

        public Map<String, String> getHeaders() {
            return headers;
        }

        public void setHeaders(Map<String, String> headers) {
            this.headers = headers;
        }

        public Map<String, List<String>> getMultiValueHeaders() {
            return multiValueHeaders;
        }

        public void setMultiValueHeaders(Map<String, List<String>> multiValueHeaders) {
            this.multiValueHeaders = multiValueHeaders;
        }

        public String getBody() {
            return body;
        }

        public void setBody(String body) {
            this.body = body;
        }

        public Boolean getIsBase64Encoded() {
            return isBase64Encoded;
        }

        public void setIsBase64Encoded(Boolean isBase64Encoded) {
            this.isBase64Encoded = isBase64Encoded;
        }
    }
}
