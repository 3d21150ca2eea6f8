package io.github.gatewright.handler;

/**
 * One thing that is wrong with a request.
 *
 * @param place the part of the request
 * @param name the parameter, or the field in the body; may be empty
 * @param reason why it is refused: "must be an integer"
 * @param detail what only the log shows; null: nothing
 */
public record Problem(Source.Place place, String name, String reason, String detail) {

  private static final String UNSUPPORTED = "has a content type that is not supported";

  static Problem unsupportedContentType() {
    return new Problem(Source.Place.BODY, "", UNSUPPORTED, null);
  }

  boolean isUnsupportedContentType() {
    return reason.equals(UNSUPPORTED);
  }

  /** Returns where the problem is and what it is. */
  @Override
  public String toString() {
    return switch (place) {
      case HEADER, COOKIE -> place + " " + name + " " + reason;
      case BODY -> name.isEmpty() ? "body " + reason : "field " + name + " of the body " + reason;
      case PATH, QUERY -> place + " parameter " + name + " " + reason;
    };
  }
}
