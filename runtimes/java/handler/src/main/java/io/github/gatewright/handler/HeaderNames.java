package io.github.gatewright.handler;

import java.util.Locale;

/** What HTTP says of headers: RFC 9110, section 5. */
final class HeaderNames {

  private HeaderNames() {}

  static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(HeaderNames::isTokenCharacter);
  }

  private static boolean isTokenCharacter(int c) {
    return c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
  }

  /** Reports whether a value can be sent. */
  static boolean isValue(String text) {
    return text.chars().noneMatch(c -> c < ' ' && c != '\t' || c == 0x7f);
  }

  /** Returns a name with capitals at the start of its words, as in Content-Type. */
  static String canonical(String name) {
    if (!isToken(name)) {
      return name;
    }
    StringBuilder text = new StringBuilder(name.toLowerCase(Locale.ROOT));
    boolean isStart = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isStart && c >= 'a' && c <= 'z') {
        text.setCharAt(i, (char) (c - 'a' + 'A'));
      }
      isStart = c == '-';
    }
    return text.toString();
  }
}
