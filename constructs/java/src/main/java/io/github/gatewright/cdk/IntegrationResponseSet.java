package io.github.gatewright.cdk;

import java.util.List;
import java.util.Map;

/**
 * How the answers of a backend become those of an operation. See {@link IntegrationResponseSets}.
 */
public final class IntegrationResponseSet {

  private final List<Map<String, Object>> parts;

  IntegrationResponseSet(List<Map<String, Object>> parts) {
    this.parts = parts;
  }

  List<Map<String, Object>> toJSON() {
    return parts;
  }
}
