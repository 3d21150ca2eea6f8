package io.github.gatewright.cdk;

/** What a function that authorizes gets. */
public enum CustomAuthorizerType {
  /** One header. */
  TOKEN,
  /** The whole request but its body. */
  REQUEST
}
