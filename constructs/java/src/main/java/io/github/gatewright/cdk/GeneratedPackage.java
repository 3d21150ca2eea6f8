package io.github.gatewright.cdk;

import java.net.URL;
import java.util.List;

/**
 * What generated code says of itself.
 *
 * @param version of gatewright, which generated it
 * @param model where the model lies
 * @param operations those of the model, in its order
 */
public record GeneratedPackage(String version, URL model, List<OperationDetails> operations) {}
