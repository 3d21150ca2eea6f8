package io.github.gatewright.handler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes apart what OpenAPI's styles put into a parameter. */
final class Styles {

  private Styles() {}

  /** Undoes the encoding of a value, or of a part of one: API Gateway leaves it in the path. */
  private static String decoded(Source source, String text) throws InvalidValue {
    if (source.place() != Source.Place.PATH || text.indexOf('%') < 0) {
      return text;
    }
    try {
      return UrlEncoded.decode(text, false);
    } catch (IllegalArgumentException e) {
      throw new InvalidValue("has a % that two hexadecimal digits do not follow");
    }
  }

  /** Returns the text of a single value. */
  static String single(Source source, String text) throws InvalidValue {
    return decoded(source, unmarked(source, text));
  }

  /** Removes what the styles label and matrix put before a value. */
  private static String unmarked(Source source, String text) throws InvalidValue {
    if (source.style() == Source.Style.LABEL) {
      if (!text.startsWith(".")) {
        throw new InvalidValue("must start with \".\"");
      }
      return text.substring(1);
    }
    if (source.style() == Source.Style.MATRIX) {
      String start = ";" + source.name();
      String rest = text.startsWith(start) ? text.substring(start.length()) : "x";
      if (!rest.isEmpty() && rest.charAt(0) != '=') {
        throw new InvalidValue("must start with \"" + start + "=\"");
      }
      return rest.isEmpty() ? "" : rest.substring(1);
    }
    return text;
  }

  /** Returns the texts of a list's items. */
  static List<String> list(Source source, List<String> values) throws InvalidValue {
    List<String> items = new ArrayList<>();
    for (String item : split(source, values)) {
      items.add(decoded(source, item));
    }
    return items;
  }

  /** Splits a list before it is decoded, so that an encoded delimiter does not delimit. */
  private static List<String> split(Source source, List<String> values) throws InvalidValue {
    String last = values.get(values.size() - 1);
    if (source.place() == Source.Place.HEADER) {
      return cut(String.join(",", values), ",").stream().map(Cookies::trimmed).toList();
    }
    return switch (source.style()) {
      case MATRIX -> source.explode() ? matrix(source, last) : cut(unmarked(source, last), ",");
      case LABEL -> cut(unmarked(source, last), source.explode() ? "." : ",");
      case SIMPLE -> cut(last, ",");
      default -> source.explode() ? values : cut(last, source.style().delimiter());
    };
  }

  private static List<String> matrix(Source source, String text) throws InvalidValue {
    String name = source.name();
    if (!text.startsWith(";")) {
      throw new InvalidValue("must start with \";" + name + "=\"");
    }
    List<String> items = new ArrayList<>();
    for (String part : text.substring(1).split(";", -1)) {
      int equals = part.indexOf('=');
      if (!(equals < 0 ? part : part.substring(0, equals)).equals(name)) {
        throw new InvalidValue("must be written as \";" + name + "=…;" + name + "=…\"");
      }
      items.add(equals < 0 ? "" : part.substring(equals + 1));
    }
    return items;
  }

  /** Collects name[property]=value. */
  static Map<String, List<String>> deepObject(String name, Map<String, List<String>> all) {
    Map<String, List<String>> properties = new LinkedHashMap<>();
    all.forEach(
        (key, values) -> {
          if (key.startsWith(name + "[") && key.endsWith("]")) {
            properties.put(key.substring(name.length() + 1, key.length() - 1), values);
          }
        });
    return properties;
  }

  /**
   * Takes an object apart that is one value: name,value,name,value, or name=value,name=value when
   * exploded.
   */
  static Map<String, List<String>> pairs(Source source, List<String> values) throws InvalidValue {
    if (source.style() == Source.Style.MATRIX && source.explode()) {
      String last = values.get(values.size() - 1);
      if (!last.startsWith(";")) {
        throw new InvalidValue("must start with \";\"");
      }
      return assign(source, assignments(cut(last.substring(1), ";")));
    }
    boolean isExplodedLabel = source.explode() && source.style() == Source.Style.LABEL;
    List<String> items = split(source.as(source.style(), isExplodedLabel), values);
    if (source.explode()) {
      items = assignments(items);
    } else if (items.size() % 2 != 0) {
      throw new InvalidValue("must have a value for each name");
    }
    return assign(source, items);
  }

  private static List<String> assignments(List<String> items) throws InvalidValue {
    List<String> flat = new ArrayList<>();
    for (String item : items) {
      int equals = item.indexOf('=');
      if (equals < 0) {
        throw new InvalidValue("must be written as name=value");
      }
      flat.add(item.substring(0, equals));
      flat.add(item.substring(equals + 1));
    }
    return flat;
  }

  private static Map<String, List<String>> assign(Source source, List<String> flat)
      throws InvalidValue {
    Map<String, List<String>> properties = new LinkedHashMap<>();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      properties
          .computeIfAbsent(decoded(source, flat.get(i)), name -> new ArrayList<>())
          .add(decoded(source, flat.get(i + 1)));
    }
    return properties;
  }

  /** Splits a text. An empty one has no parts. */
  private static List<String> cut(String text, String delimiter) {
    return text.isEmpty() ? List.of() : List.of(text.split(Pattern.quote(delimiter), -1));
  }
}
