package io.github.gatewright.cdk;

import java.lang.StackWalker.StackFrame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds places in the user's code. */
final class Place {

  private static final List<String> SOURCES = List.of("src/main/java", "src/test/java", "src", "");

  private Place() {}

  /** Gives the first frame of the call stack that is the user's, as file:line, or null. */
  static String ofCaller() {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(frames -> frames.filter(Place::isUsers).findFirst().map(Place::write).orElse(null));
  }

  private static boolean isUsers(StackFrame frame) {
    Class<?> outer = frame.getDeclaringClass();
    if (Integration.class.isAssignableFrom(outer) && "<init>".equals(frame.getMethodName())) {
      return false;
    }
    while (outer.getEnclosingClass() != null) {
      outer = outer.getEnclosingClass();
    }
    return !outer.getPackageName().equals(Place.class.getPackageName())
        && !outer.isAnnotationPresent(Generated.class)
        && !outer.getPackageName().startsWith("java.");
  }

  private static String write(StackFrame frame) {
    String file = frame.getFileName();
    if (file == null) {
      return null;
    }
    String inPackage = frame.getDeclaringClass().getPackageName().replace('.', '/');
    String path = inPackage.isEmpty() ? file : inPackage + "/" + file;
    for (String source : SOURCES) {
      Path found = Path.of(source, path);
      if (Files.exists(found)) {
        path = found.toAbsolutePath().toString();
        break;
      }
    }
    return path + ":" + frame.getLineNumber();
  }
}
