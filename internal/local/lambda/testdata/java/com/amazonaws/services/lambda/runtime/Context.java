package com.amazonaws.services.lambda.runtime;

/** Substitute for the interface of aws-lambda-java-core. */
public interface Context {
    String getAwsRequestId();

    String getLogGroupName();

    String getFunctionName();

    String getInvokedFunctionArn();

    int getRemainingTimeInMillis();

    int getMemoryLimitInMB();

    Object getClientContext();

    CognitoIdentity getIdentity();

    LambdaLogger getLogger();
}
