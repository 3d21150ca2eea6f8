package io.github.gatewright.handler;

import java.util.List;
import java.util.Locale;

/** Compares media types with those that a model describes, of which some are ranges. */
final class MediaTypes {

  private MediaTypes() {}

  /** Returns a media type without its parameters, in lower case. */
  static String essence(String contentType) {
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /** Returns the one of some described types that a media type is, or "". */
  static String bestOf(List<String> described, String mediaType) {
    String best = "";
    int most = 0;
    for (String one : described) {
      int specificity = specificity(essence(one), mediaType);
      if (specificity > most) {
        most = specificity;
        best = one;
      }
    }
    return best;
  }

  private static int specificity(String described, String mediaType) {
    if (described.equals(mediaType)) {
      return 3;
    } else if (described.equals("*/*")) {
      return 1;
    }
    boolean isRange = described.endsWith("/*");
    return isRange && mediaType.startsWith(described.substring(0, described.length() - 1)) ? 2 : 0;
  }
}
