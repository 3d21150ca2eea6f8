package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.Map;

/** The data of mocks that have no body of their own. */
public final class MockDataOptions {

  final Map<String, Object> json;

  private MockDataOptions(Map<String, Object> json) {
    this.json = json;
  }

  /** Returns a builder without any options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the options one by one. */
  public static final class Builder {

    private final Map<String, Object> json = new LinkedHashMap<>();

    private Builder() {}

    /** Another seed, other data. The default is 0. */
    public Builder seed(int seed) {
      json.put("seed", seed);
      return this;
    }

    /**
     * The length of arrays, unless their schemas require more items or allow fewer. The default is
     * 1.
     */
    public Builder maxArrayLength(int maxArrayLength) {
      json.put("maxArrayLength", maxArrayLength);
      return this;
    }

    /** Whether mocks respond without data. The default is false. */
    public Builder disable(boolean disable) {
      json.put("disable", disable);
      return this;
    }

    /** Returns the options. */
    public MockDataOptions build() {
      return new MockDataOptions(new LinkedHashMap<>(json));
    }
  }
}
