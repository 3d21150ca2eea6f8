package io.github.gatewright.handler;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The parts of a multipart/form-data body (RFC 7578).
 *
 * @param fields the parts without a file name, as text
 * @param files all parts
 */
record Multipart(Map<String, List<String>> fields, Map<String, List<FormFile>> files) {

  /** Reads a body; an IllegalArgumentException says that it is not one. */
  static Multipart read(String contentType, byte[] body) {
    String boundary = Parameters.of(contentType).values().getOrDefault("boundary", "");
    if (boundary.isEmpty()) {
      throw new IllegalArgumentException("the content type has no boundary");
    }
    Multipart form = new Multipart(new LinkedHashMap<>(), new LinkedHashMap<>());
    new Reader(body, boundary, form).read();
    return form;
  }

  private void add(Map<String, String> headers, byte[] content) {
    Parameters disposition = disposition(headers.getOrDefault("content-disposition", ""));
    boolean isFormData = disposition.value().equals("form-data");
    String name = isFormData ? disposition.values().getOrDefault("name", "") : "";
    String fileName = baseName(disposition.values().getOrDefault("filename", ""));
    files
        .computeIfAbsent(name, one -> new ArrayList<>())
        .add(new FormFile(fileName, headers.getOrDefault("content-type", ""), content));
    if (fileName.isEmpty()) {
      fields.computeIfAbsent(name, one -> new ArrayList<>()).add(ProxyEvent.utf8(content));
    }
  }

  private static Parameters disposition(String text) {
    try {
      return Parameters.of(text);
    } catch (IllegalArgumentException e) { // a part without a name
      return new Parameters("", Map.of());
    }
  }

  /** Returns what is behind the last slash. */
  private static String baseName(String path) {
    String name = path;
    while (name.length() > 1 && name.endsWith("/")) {
      name = name.substring(0, name.length() - 1);
    }
    return name.equals("/") ? name : name.substring(name.lastIndexOf('/') + 1);
  }

  /** A header's value with parameters: form-data; name="x". */
  private record Parameters(String value, Map<String, String> values) {

    static Parameters of(String text) {
      int end = text.indexOf(';');
      String value = (end < 0 ? text : text.substring(0, end)).strip().toLowerCase(Locale.ROOT);
      Map<String, String> values = new LinkedHashMap<>();
      Scanner rest = new Scanner(end < 0 ? "" : text.substring(end));
      while (rest.next()) {
        if (values.put(rest.name, rest.value) != null) {
          throw new IllegalArgumentException("the parameter " + rest.name + " is there twice");
        }
      }
      return new Parameters(value, values);
    }
  }

  /** Reads parameters one by one. */
  private static final class Scanner {

    private final String text;
    private int at;
    private String name;
    private String value;

    Scanner(String text) {
      this.text = text;
    }

    /** Reads the next parameter, if there is one. */
    boolean next() {
      skipSpace();
      if (at == text.length()) {
        return false;
      }
      expect(';');
      skipSpace();
      if (at == text.length()) {
        return false; // a semicolon at the end
      }
      name = token().toLowerCase(Locale.ROOT);
      skipSpace();
      expect('=');
      skipSpace();
      value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
      if (name.endsWith("*")) {
        extend();
      }
      return true;
    }

    /** Decodes the form of RFC 5987: UTF-8''na%C3%AFve. */
    private void extend() {
      String[] parts = value.split("'", 3);
      if (parts.length == 3) {
        name = name.substring(0, name.length() - 1);
        value = UrlEncoded.decode(parts[2], false);
      }
    }

    private void skipSpace() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    private void expect(char c) {
      if (at == text.length() || text.charAt(at) != c) {
        throw new IllegalArgumentException("a parameter of a header is not valid");
      }
      at++;
    }

    private String token() {
      int start = at;
      while (at < text.length() && HeaderNames.isToken(text.substring(at, at + 1))) {
        at++;
      }
      if (at == start) {
        throw new IllegalArgumentException("a parameter of a header is not valid");
      }
      return text.substring(start, at);
    }

    private String quoted() {
      StringBuilder content = new StringBuilder();
      for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
        char c = text.charAt(at);
        boolean isEscape = c == '\\' && at + 1 < text.length() && isEscaped(text.charAt(at + 1));
        content.append(isEscape ? text.charAt(++at) : c);
      }
      expect('"');
      return content.toString();
    }

    /** Browsers send file names of Windows with backslashes that escape nothing. */
    private static boolean isEscaped(char c) {
      return c == '"' || c == '\\' || !HeaderNames.isToken(String.valueOf(c));
    }
  }

  /** Splits a body into its parts. */
  private static final class Reader {

    private final byte[] body;
    private final byte[] delimiter;
    private final Multipart form;
    private int at;

    Reader(byte[] body, String boundary, Multipart form) {
      this.body = body;
      this.delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
      this.form = form;
    }

    void read() {
      while (!isDelimiter(at)) { // the preamble
        if (!hasLineAfter(at)) {
          return; // there are no parts
        }
        at = afterLine(at);
      }
      while (!isLast()) {
        at = afterLine(at);
        Map<String, String> headers = headers();
        int end = nextDelimiter();
        byte[] content = Arrays.copyOfRange(body, at, Math.max(at, beforeLineEnd(end)));
        form.add(headers, content);
        at = end;
      }
    }

    /** Reports whether the line at a position is a delimiter, and nothing else. */
    private boolean isDelimiter(int position) {
      int i = position;
      for (byte one : delimiter) {
        if (i >= body.length || body[i++] != one) {
          return false;
        }
      }
      if (i + 1 < body.length && body[i] == '-' && body[i + 1] == '-') {
        i += 2;
      }
      while (i < body.length && (body[i] == ' ' || body[i] == '\t' || body[i] == '\r')) {
        i++;
      }
      return i == body.length || body[i] == '\n';
    }

    private boolean isLast() {
      int end = at + delimiter.length;
      return end + 1 < body.length && body[end] == '-' && body[end + 1] == '-';
    }

    private boolean hasLineAfter(int position) {
      for (int i = position; i < body.length; i++) {
        if (body[i] == '\n') {
          return true;
        }
      }
      return false;
    }

    private int afterLine(int position) {
      for (int i = position; i < body.length; i++) {
        if (body[i] == '\n') {
          return i + 1;
        }
      }
      throw new IllegalArgumentException("the body ends before its last boundary");
    }

    private Map<String, String> headers() {
      Map<String, String> headers = new LinkedHashMap<>();
      while (true) {
        int next = afterLine(at);
        String line = new String(body, at, next - at, StandardCharsets.UTF_8).strip();
        at = next;
        if (line.isEmpty()) {
          return headers;
        }
        int colon = line.indexOf(':');
        if (colon < 1) {
          throw new IllegalArgumentException("a part has a line that is not a header");
        }
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        headers.putIfAbsent(name, line.substring(colon + 1).strip());
      }
    }

    private int nextDelimiter() {
      int line = at;
      while (!isDelimiter(line)) {
        line = afterLine(line);
      }
      return line;
    }

    private int beforeLineEnd(int position) {
      boolean hasReturn = position > 1 && body[position - 2] == '\r';
      return position - (hasReturn ? 2 : 1);
    }
  }
}
