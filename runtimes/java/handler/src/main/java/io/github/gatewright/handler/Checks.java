package io.github.gatewright.handler;

/** Applies checks. */
final class Checks {

  private Checks() {}

  /** Returns a value that satisfies all checks. */
  @SafeVarargs
  static <T> T all(T value, Check<T>... checks) throws InvalidValue {
    for (Check<T> check : checks) {
      String reason = check.refuse(value);
      if (reason != null) {
        throw new InvalidValue(reason);
      }
    }
    return value;
  }
}
