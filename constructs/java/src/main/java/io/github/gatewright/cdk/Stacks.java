package io.github.gatewright.cdk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import software.amazon.awscdk.NestedStack;
import software.constructs.Construct;

/**
 * Nested stacks over which constructs are spread by their names: a stack has at most 500 resources,
 * and one function for each of some hundred operations has more.
 *
 * <p>A name always gets the same stack as long as there are as many of them. With another number
 * most names stay where they are; what moves is deleted and made again. The API itself belongs into
 * the parent, and nothing in the nested stacks may refer to it.
 */
public final class Stacks {

  private final List<NestedStack> stacks = new ArrayList<>();

  /** Makes nested stacks. 80 functions with their roles and logs fit well into one. */
  public Stacks(Construct scope, String id, int count) {
    for (int i = 1; i <= Math.max(count, 1); i++) {
      stacks.add(new NestedStack(scope, id + i));
    }
  }

  /** Gives the stack in which the construct of a name belongs. */
  public NestedStack forName(String name) {
    return stacks.get(indexOf(name, stacks.size()));
  }

  /** Gives which of some stacks wants a name most (rendezvous hashing). */
  static int indexOf(String name, int count) {
    int chosen = 0;
    byte[] best = weightOf(name, 0);
    for (int i = 1; i < count; i++) {
      byte[] weight = weightOf(name, i);
      if (Arrays.compareUnsigned(weight, best) > 0) {
        chosen = i;
        best = weight;
      }
    }
    return chosen;
  }

  private static byte[] weightOf(String name, int stack) {
    try {
      byte[] text = (stack + "\0" + name).getBytes(StandardCharsets.UTF_8);
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(text), Long.BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
