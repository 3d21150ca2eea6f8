package io.github.gatewright.handler;

import java.util.regex.Pattern;

/** The formats of OpenAPI's format registry that strings are checked for. */
final class Formats {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
  private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
  private static final Pattern SCHEME =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*", Pattern.DOTALL);
  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");
  private static final Pattern LABEL =
      Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?");
  private static final Pattern AUTHORITY =
      Pattern.compile(
          "([^@]*@)?(\\[[0-9a-fA-F:.]+(%25[^\\]]+)?\\]|[^\\[\\]: <>\"^`{|}]*)(:[0-9]*)?");

  private static final int IPV6_GROUPS = 8;
  private static final int LONGEST_NAME = 253;

  private Formats() {}

  static boolean isUuid(String text) {
    return UUID.matcher(text).matches();
  }

  static boolean isIpv4(String text) {
    return IPV4.matcher(text).matches();
  }

  static boolean isIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true) == IPV6_GROUPS;
    }
    int before = groups(text.substring(0, gap), false);
    int after = groups(text.substring(gap + 2), true);
    return before >= 0 && after >= 0 && before + after < IPV6_GROUPS;
  }

  /** Returns how many groups of 16 bits there are, or -1 where one is not valid. */
  private static int groups(String text, boolean mayEndInIpv4) {
    if (text.isEmpty()) {
      return 0;
    }
    String[] parts = text.split(":", -1);
    int count = parts.length;
    for (int i = 0; i < parts.length; i++) {
      if (mayEndInIpv4 && i == parts.length - 1 && isIpv4(parts[i])) {
        count++;
      } else if (!GROUP.matcher(parts[i]).matches()) {
        return -1;
      }
    }
    return count;
  }

  static boolean isUri(String text) {
    if (!SCHEME.matcher(text).matches() || text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      return false;
    }
    int fragment = text.indexOf('#');
    String whole = fragment < 0 ? text : text.substring(0, fragment);
    int query = whole.indexOf('?');
    String path = query < 0 ? whole : whole.substring(0, query);
    int start = path.indexOf(':') + 1;
    if (path.startsWith("//", start)) {
      int end = path.indexOf('/', start + 2);
      String authority = path.substring(start + 2, end < 0 ? path.length() : end);
      if (!AUTHORITY.matcher(authority).matches()) {
        return false;
      }
    }
    boolean isOpaque = !path.startsWith("/", start);
    return (isOpaque || !BROKEN_ESCAPE.matcher(path).find())
        && (fragment < 0 || !BROKEN_ESCAPE.matcher(text.substring(fragment)).find());
  }

  static boolean isEmail(String text) {
    int at = text.lastIndexOf('@');
    return at >= 1
        && text.chars().noneMatch(c -> c == ' ' || c == '\t' || c == '\r' || c == '\n')
        && isHostname(text.substring(at + 1));
  }

  static boolean isHostname(String text) {
    if (text.length() > LONGEST_NAME) {
      return false;
    }
    for (String label : text.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }
}
