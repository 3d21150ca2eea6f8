package com.amazonaws.services.lambda.runtime;

/** Stands in for the interface of aws-lambda-java-core. */
public interface CognitoIdentity {
    String getIdentityId();
}
