package com.amazonaws.services.lambda.runtime;

/** Substitute for the interface of aws-lambda-java-core. */
public interface LambdaLogger {
    void log(String message);

    void log(byte[] message);
}
