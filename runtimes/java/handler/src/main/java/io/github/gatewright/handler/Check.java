package io.github.gatewright.handler;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/** Reports what a value must be when it is not: "must be at most 100". */
@FunctionalInterface
public interface Check<T> {

  /** Returns why a value is refused, or null. */
  String refuse(T value);

  private static <T> Check<T> of(Predicate<T> holds, String reason) {
    return value -> holds.test(value) ? null : reason;
  }

  /** Refuses integers below a bound. */
  static Check<Long> min(long bound) {
    return of(n -> n >= bound, "must be at least " + bound);
  }

  /** Refuses integers above a bound. */
  static Check<Long> max(long bound) {
    return of(n -> n <= bound, "must be at most " + bound);
  }

  /** Refuses integers that are not a multiple of a divisor, which is not 0. */
  static Check<Long> multiple(long divisor) {
    return of(n -> n % divisor == 0, "must be a multiple of " + divisor);
  }

  /** Refuses numbers below a bound. */
  static Check<Double> atLeast(double bound) {
    return of(x -> x >= bound, "must be at least " + Numbers.format(bound));
  }

  /** Refuses numbers above a bound. */
  static Check<Double> atMost(double bound) {
    return of(x -> x <= bound, "must be at most " + Numbers.format(bound));
  }

  /** Refuses numbers that are not above a bound. */
  static Check<Double> moreThan(double bound) {
    return of(x -> x > bound, "must be more than " + Numbers.format(bound));
  }

  /** Refuses numbers that are not below a bound. */
  static Check<Double> lessThan(double bound) {
    return of(x -> x < bound, "must be less than " + Numbers.format(bound));
  }

  /** Refuses numbers that are not a multiple, in decimal arithmetic: 0.3 is one of 0.1. */
  static Check<Double> multipleOf(double divisor) {
    BigDecimal decimal = Numbers.decimal(divisor);
    return of(
        x -> Numbers.decimal(x).remainder(decimal).signum() == 0,
        "must be a multiple of " + Numbers.format(divisor));
  }

  /** Refuses strings of fewer characters. */
  static Check<String> minLength(int length) {
    return of(
        text -> text.codePointCount(0, text.length()) >= length,
        "must have at least " + count(length, "character"));
  }

  /** Refuses strings of more characters. */
  static Check<String> maxLength(int length) {
    return of(
        text -> text.length() <= length || text.codePointCount(0, text.length()) <= length,
        "must have at most " + count(length, "character"));
  }

  private static String count(int n, String what) {
    return n == 1 ? "1 " + what : n + " " + what + "s";
  }

  /**
   * Refuses strings in which a regular expression finds nothing, or takes too long.
   *
   * @param expression the expression in the syntax of {@link java.util.regex.Pattern}
   * @param written the expression as the model has it, for the client
   */
  static Check<String> pattern(String expression, String written) {
    return of(text -> Patterns.finds(expression, text), "must match the pattern " + written);
  }

  /** Refuses strings in which a regular expression finds nothing, or takes too long. */
  static Check<String> pattern(String expression) {
    return pattern(expression, expression);
  }

  /** Accepts a full-date of RFC 3339, section 5.6. */
  static Check<String> date() {
    return of(text -> Times.date(text) != null, "must be a date as in 2006-01-02");
  }

  /** Accepts a full-time of RFC 3339, section 5.6. */
  static Check<String> time() {
    return of(
        text -> Times.dateTime("2006-01-02T" + text) != null, "must be a time as in 15:04:05Z");
  }

  /** Accepts the text form of RFC 9562, section 4, in upper or lower case. */
  static Check<String> uuid() {
    return of(Formats::isUuid, "must be a UUID");
  }

  /** Accepts four decimal numbers with dots between them. */
  static Check<String> ipv4() {
    return of(Formats::isIpv4, "must be an IPv4 address");
  }

  /** Accepts the text forms of RFC 4291, section 2.2. */
  static Check<String> ipv6() {
    return of(Formats::isIpv6, "must be an IPv6 address");
  }

  /** Accepts an absolute URI of RFC 3986. */
  static Check<String> uri() {
    return of(Formats::isUri, "must be a URI");
  }

  /** Accepts what has a local part and a domain (RFC 5321, section 4.1.2). */
  static Check<String> email() {
    return of(Formats::isEmail, "must be an email address");
  }

  /** Accepts a name of RFC 1123, section 2.1. */
  static Check<String> hostname() {
    return of(Formats::isHostname, "must be a host name");
  }

  /** Refuses lists of fewer items. */
  static <T> Check<List<T>> minItems(int length) {
    return of(items -> items.size() >= length, "must have at least " + count(length, "item"));
  }

  /** Refuses lists of more items. */
  static <T> Check<List<T>> maxItems(int length) {
    return of(items -> items.size() <= length, "must have at most " + count(length, "item"));
  }

  /** Refuses lists in which an item is there twice. */
  static <T> Check<List<T>> uniqueItems() {
    return of(items -> new HashSet<>(items).size() == items.size(), "must not have an item twice");
  }
}
