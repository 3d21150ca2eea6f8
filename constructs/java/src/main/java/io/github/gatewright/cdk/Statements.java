package io.github.gatewright.cdk;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** What roles may do, with as few statements as say it. */
final class Statements {

  private record Statement(IRole role, List<String> actions, Set<String> resources) {}

  private final List<Statement> all = new ArrayList<>();

  void add(IRole role, List<String> actions, List<String> resources) {
    for (Statement known : all) {
      if (known.role.getRoleArn().equals(role.getRoleArn()) && known.actions.equals(actions)) {
        known.resources.addAll(resources);
        return;
      }
    }
    all.add(new Statement(role, actions, new LinkedHashSet<>(resources)));
  }

  void attach() {
    for (Statement one : all) {
      one.role.addToPrincipalPolicy(
          PolicyStatement.Builder.create()
              .actions(one.actions)
              .resources(List.copyOf(one.resources))
              .build());
    }
  }
}
