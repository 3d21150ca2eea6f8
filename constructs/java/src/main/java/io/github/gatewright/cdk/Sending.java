package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is sent to the engine next to the entries of operations. */
final class Sending {

  /** Stands for the ARN of the role that the API shares. */
  static final String SHARED_ROLE = "${gatewright:role}";

  /** The buckets, by the ID of the operation that uses them. */
  final Map<String, Object> buckets = new LinkedHashMap<>();

  /** Puts a value that was given. */
  static void put(Map<String, Object> json, String key, Object value) {
    if (value != null) {
      json.put(key, value);
    }
  }
}
