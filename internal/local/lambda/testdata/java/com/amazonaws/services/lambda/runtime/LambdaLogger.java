package com.amazonaws.services.lambda.runtime;

/** Stands in for the interface of aws-lambda-java-core. */
public interface LambdaLogger {
    void log(String message);

    void log(byte[] message);
}
