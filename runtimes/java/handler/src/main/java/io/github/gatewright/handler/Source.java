package io.github.gatewright.handler;

/**
 * Where a value is taken from, and how a list or an object is written there.
 *
 * @param place the part of the request
 * @param name the parameter, the field of a form, or the property of an object
 * @param style how a list or an object is written
 * @param explode whether each item or property stands for itself
 */
public record Source(Place place, String name, Style style, boolean explode) {

  /** The parts of a request. */
  public enum Place {
    PATH("path"),
    QUERY("query"),
    HEADER("header"),
    COOKIE("cookie"),
    BODY("body");

    private final String text;

    Place(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** OpenAPI's styles, which follow RFC 6570. */
  public enum Style {
    SIMPLE(","),
    LABEL(","),
    MATRIX(","),
    FORM(","),
    SPACE_DELIMITED(" "),
    PIPE_DELIMITED("|"),
    DEEP_OBJECT(",");

    private final String delimiter;

    Style(String delimiter) {
      this.delimiter = delimiter;
    }

    String delimiter() {
      return delimiter;
    }
  }

  /** A parameter of the path, of style simple. */
  public static Source path(String name) {
    return new Source(Place.PATH, name, Style.SIMPLE, false);
  }

  /** A parameter of the query, of style form, exploded: a list is a parameter for each item. */
  public static Source query(String name) {
    return new Source(Place.QUERY, name, Style.FORM, true);
  }

  /** A header, of style simple. Upper and lower case are the same. */
  public static Source header(String name) {
    return new Source(Place.HEADER, name, Style.SIMPLE, false);
  }

  /** A cookie, of style form, exploded. */
  public static Source cookie(String name) {
    return new Source(Place.COOKIE, name, Style.FORM, true);
  }

  /** A field of a form, or a property of an object. */
  public static Source field(String name) {
    return new Source(Place.BODY, name, Style.FORM, true);
  }

  /** Returns the source with another style. */
  public Source as(Style style, boolean explode) {
    return new Source(place, name, style, explode);
  }
}
