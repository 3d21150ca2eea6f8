package io.github.gatewright.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Holds that names get the stacks that they get from the construct in Go. */
class StacksTest {

  @Test
  void namesGetTheSameStacksAsInGo() {
    Map<String, Integer> want =
        Map.of("SayHello", 1, "GetPet", 1, "a", 4, "größe", 0, "x1", 1, "x2", 0, "x3", 2, "x4", 2);
    Map<String, Integer> got = new TreeMap<>();
    want.keySet().forEach(name -> got.put(name, Stacks.indexOf(name, 6)));
    assertEquals(new TreeMap<>(want), got);
  }
}
