package io.github.gatewright.handler;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/** Reads numbers, and writes them with the fewest digits that are read as the same number. */
final class Numbers {

  /** The end of base64 that need not be there. */
  static final Pattern PADDING = Pattern.compile("=+$");

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private static final int MOST_DIGITS = 17;

  private Numbers() {}

  static long integer(String text) throws InvalidValue {
    if (!INTEGER.matcher(text).matches()) {
      throw new InvalidValue("must be an integer");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InvalidValue("is too large an integer");
    }
  }

  /** Reads a number as JSON writes it; it may be infinite. */
  static double number(String text) throws InvalidValue {
    if (!NUMBER.matcher(text).matches()) {
      throw new InvalidValue("must be a number");
    }
    return Double.parseDouble(text);
  }

  /** Returns the shortest decimal fraction that is read as x, which is finite. */
  static BigDecimal decimal(double x) {
    BigDecimal exact = new BigDecimal(x);
    for (int digits = 1; digits < MOST_DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == x) {
        return rounded;
      }
    }
    return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN));
  }

  private static BigDecimal decimal(float x) {
    BigDecimal exact = new BigDecimal(x);
    int digits = 1;
    while (exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)).floatValue() != x) {
      digits++;
    }
    return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  static String format(double x) {
    return format(decimal(x), 1 / x < 0);
  }

  static String format(float x) {
    return format(decimal(x), 1 / x < 0);
  }

  /** Writes an exponent where the number is 1000000 or more, or less than 0.0001. */
  private static String format(BigDecimal value, boolean isNegative) {
    if (value.signum() == 0) {
      return isNegative ? "-0" : "0";
    }
    BigDecimal shortest = value.stripTrailingZeros();
    String digits = shortest.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    if (exponent >= -4 && exponent < 6) {
      return shortest.toPlainString();
    }
    StringBuilder text = new StringBuilder(isNegative ? "-" : "").append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append('e').append(exponent < 0 ? '-' : '+');
    return text.append(Math.abs(exponent) < 10 ? "0" : "").append(Math.abs(exponent)).toString();
  }
}
