package io.github.gatewright.cdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import software.amazon.awscdk.Stack;
import software.constructs.Construct;

/** Refuses definitions with which the template is larger than CloudFormation takes. */
final class TemplateSize {

  private static final int MOST = 1_000_000; // bytes
  private static final int RESERVE = 8_000; // bytes of the API's other resources, at least
  private static final int DEPTH = 4; // of the definition in a template
  private static final String COMPACT = "@aws-cdk/core:suppressTemplateIndentation";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private TemplateSize() {}

  static void check(
      Construct scope, TypeSafeRestApiProps props, Object definition, JsonNode sizes) {
    if (Math.max(sizes.path("full").asInt(), sizes.path("pruned").asInt()) < MOST / 8) {
      return; // indentation and tokens do not make that much of it
    }
    JsonNode resolved = MAPPER.valueToTree(Stack.of(scope).resolve(definition));
    boolean compact = Boolean.TRUE.equals(scope.getNode().tryGetContext(COMPACT));
    int compactSize = size(resolved, -1);
    int size = RESERVE + (compact ? compactSize : size(resolved, DEPTH));
    if (size <= MOST) {
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append("the API ").append(scope.getNode().getPath()).append(" cannot be made:\n\n");
    text.append("model.json: error: the template would have ").append(size);
    text.append(" bytes, which is ").append(size - MOST).append(" more than the ").append(MOST);
    text.append(" that CloudFormation takes\n");
    if (!props.prune) {
      text.append("  note: prune(true) would save about ");
      text.append(sizes.path("full").asInt() - sizes.path("pruned").asInt());
      text.append(
          " bytes: descriptions, examples and response schemas, which API Gateway ignores\n");
    }
    if (!compact) {
      text.append("  note: \"")
          .append(COMPACT)
          .append("\": true in the context of cdk.json would save ");
      text.append(size - RESERVE - compactSize).append(" bytes of indentation\n");
    }
    text.append(
        "  help: do what the notes say, or make two models of it, each an Api in a stack of");
    text.append(" its own, behind one domain name");
    throw new GatewrightException(text.toString());
  }

  /** Gives the length of a value's JSON, indented by one space for each level; below 0: compact. */
  private static int size(JsonNode node, int depth) {
    if (!node.isContainerNode()) {
      return node.toString().getBytes(StandardCharsets.UTF_8).length;
    }
    int line = depth < 0 ? 0 : depth + 2; // the end of the line before, and the indentation
    int below = depth < 0 ? -1 : depth + 1;
    int size =
        node.isEmpty() ? 2 : 1 + Math.max(line, 1); // brackets; commas are counted with items
    if (node.isObject()) {
      for (var property : node.properties()) {
        int name = MAPPER.valueToTree(property.getKey()).toString().length();
        size += name + (depth < 0 ? 1 : 2) + size(property.getValue(), below) + line + 1;
      }
      return size;
    }
    for (JsonNode item : node) {
      size += size(item, below) + line + 1;
    }
    return size;
  }
}
