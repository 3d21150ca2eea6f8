package io.github.gatewright.handler;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Searches strings of clients with regular expressions, for a limited time. */
final class Patterns {

  private static final long LIMIT_NANOSECONDS = 100_000_000;
  private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

  private Patterns() {}

  /**
   * Reports whether an expression finds something; not if that takes too long or too much stack.
   */
  static boolean finds(String expression, String text) {
    Pattern pattern = COMPILED.computeIfAbsent(expression, Pattern::compile);
    try {
      return pattern.matcher(new Limited(text, System.nanoTime() + LIMIT_NANOSECONDS)).find();
    } catch (TimeUpException | StackOverflowError e) {
      return false;
    }
  }

  private static final class TimeUpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TimeUpException() {
      super(null, null, false, false);
    }
  }

  /** A string that can only be read until a time: the engine looks at each character again. */
  private static final class Limited implements CharSequence {

    private static final int LOOKS_PER_CLOCK = 1 << 12;

    private final String text;
    private final long end;
    private int looks;

    Limited(String text, long end) {
      this.text = text;
      this.end = end;
    }

    @Override
    public char charAt(int index) {
      if (++looks % LOOKS_PER_CLOCK == 0 && System.nanoTime() > end) {
        throw new TimeUpException();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int stop) {
      return text.substring(start, stop);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
