package io.github.gatewright.handler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the cookies of a request, unchanged as RFC 6265 says. */
final class Cookies {

  private Cookies() {}

  static Map<String, List<String>> read(List<String> headers) {
    Map<String, List<String>> cookies = new LinkedHashMap<>();
    for (String header : headers) {
      for (String part : header.split(";")) {
        String cookie = trimmed(part);
        int equals = cookie.indexOf('=');
        String name = trimmed(equals < 0 ? cookie : cookie.substring(0, equals));
        String value = unquoted(equals < 0 ? "" : cookie.substring(equals + 1));
        if (HeaderNames.isToken(name) && value.chars().allMatch(Cookies::isAllowed)) {
          cookies.computeIfAbsent(name, one -> new ArrayList<>()).add(value);
        }
      }
    }
    return cookies;
  }

  private static String unquoted(String value) {
    boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return isQuoted ? value.substring(1, value.length() - 1) : value;
  }

  private static boolean isAllowed(int c) {
    return c >= ' ' && c < 0x7f && c != '"' && c != ';' && c != '\\';
  }

  /** Returns a text without spaces and tabs around it. */
  static String trimmed(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (start < end && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }
}
