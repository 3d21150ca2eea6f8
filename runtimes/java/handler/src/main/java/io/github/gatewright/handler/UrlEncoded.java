package io.github.gatewright.handler;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Undoes the encoding of URLs (RFC 3986, section 2.1) and of forms. */
final class UrlEncoded {

  private UrlEncoded() {}

  /** Reads the fields of a form; an IllegalArgumentException says that it is not one. */
  static Map<String, List<String>> form(String text) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (String part : text.split("&")) {
      if (part.isEmpty()) {
        continue;
      }
      if (part.indexOf(';') >= 0) {
        throw new IllegalArgumentException("there is a semicolon between fields");
      }
      int equals = part.indexOf('=');
      String name = decode(equals < 0 ? part : part.substring(0, equals), true);
      String value = equals < 0 ? "" : decode(part.substring(equals + 1), true);
      fields.computeIfAbsent(name, one -> new ArrayList<>()).add(value);
    }
    return fields;
  }

  /** Decodes a text; an IllegalArgumentException says that it is not encoded like this. */
  static String decode(String text, boolean plusIsSpace) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] == '%') {
        decoded.write(digit(encoded, i + 1) << 4 | digit(encoded, i + 2));
        i += 2;
      } else {
        decoded.write(plusIsSpace && encoded[i] == '+' ? ' ' : encoded[i]);
      }
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }

  private static int digit(byte[] encoded, int at) {
    int value = at < encoded.length ? Character.digit(encoded[at], 16) : -1;
    if (value < 0) {
      throw new IllegalArgumentException("two hexadecimal digits do not follow a %");
    }
    return value;
  }
}
