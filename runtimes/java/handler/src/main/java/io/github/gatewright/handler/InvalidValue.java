package io.github.gatewright.handler;

/** Why a value is refused, in words for the client: "must be an integer". */
public final class InvalidValue extends Exception {

  private static final long serialVersionUID = 1L;

  /** Creates one with words for the client. */
  public InvalidValue(String reason) {
    this(reason, null);
  }

  /** Creates one with a cause that only the log shows; null: there is none. */
  public InvalidValue(String reason, Throwable cause) {
    super(reason, cause, false, false);
  }

  /** The cause as it is logged, or null. */
  String detail() {
    return getCause() == null ? null : getCause().getMessage();
  }
}
