package com.amazonaws.services.lambda.runtime;

/** Substitute for the interface of aws-lambda-java-core. */
public interface CognitoIdentity {
    String getIdentityId();
}
