package com.amazonaws.services.lambda.runtime;

/** Stands in for the interface of aws-lambda-java-core. */
public interface RequestHandler<I, O> {
    O handleRequest(I input, Context context);
}
