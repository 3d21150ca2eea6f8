// Code generated from the options that gatewright declares. DO NOT EDIT.
package io.github.gatewright.cdk;

import java.util.LinkedHashMap;
import java.util.Map;

/** The generated data of mocks. */
public final class MockDataOptions {

  final Integer seed;
  final Integer maxArrayLength;
  final Boolean disable;

  private MockDataOptions(Builder builder) {
    this.seed = builder.seed;
    this.maxArrayLength = builder.maxArrayLength;
    this.disable = builder.disable;
  }

  /** Returns a builder without any options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the options as they are written in gatewright.yaml. */
  Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    Sending.put(options, "seed", seed);
    Sending.put(options, "maxArrayLength", maxArrayLength);
    Sending.put(options, "disable", disable);
    return options;
  }

  /** Sets the options one by one. */
  public static final class Builder {

    private Integer seed;
    private Integer maxArrayLength;
    private Boolean disable;

    private Builder() {}

    /** Another seed, other data. The default is 0. */
    public Builder seed(Integer seed) {
      this.seed = seed;
      return this;
    }

    /**
     * The length of arrays, unless their schemas require more items or allow fewer. The default is
     * 1.
     */
    public Builder maxArrayLength(Integer maxArrayLength) {
      this.maxArrayLength = maxArrayLength;
      return this;
    }

    /**
     * Whether to respond without a body, and without the headers of the model, where a mock has no
     * body of its own. The default is false.
     */
    public Builder disable(Boolean disable) {
      this.disable = disable;
      return this;
    }

    /** Returns the options. */
    public MockDataOptions build() {
      return new MockDataOptions(this);
    }
  }
}
