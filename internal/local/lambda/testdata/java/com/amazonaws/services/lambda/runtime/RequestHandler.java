package com.amazonaws.services.lambda.runtime;

/** Substitute for the interface of aws-lambda-java-core. */
public interface RequestHandler<I, O> {
    O handleRequest(I input, Context context);
}
