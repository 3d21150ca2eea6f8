package io.github.gatewright.cdk;

/** Says what is wrong with an API: all that the engine finds, with where it is and what to do. */
public class GatewrightException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes one of a text. */
  public GatewrightException(String message) {
    super(message);
  }

  /** Makes one of a text, and what led to it. */
  public GatewrightException(String message, Throwable cause) {
    super(message, cause);
  }
}
