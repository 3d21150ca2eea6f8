package io.github.gatewright.handler;

import java.util.ArrayList;
import java.util.List;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/** Prepares handlers before Lambda SnapStart takes its snapshot. */
final class SnapStart {

  private static final boolean HAS_CRAC = hasCrac();

  private SnapStart() {}

  private static boolean hasCrac() {
    try {
      Class.forName("org.crac.Core", false, SnapStart.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) { // the function does without it
      return false;
    }
  }

  /** Registers a handler, where the function has the library org.crac:crac. */
  static void register(RoutedHandler handler) {
    if (HAS_CRAC) {
      Registration.add(handler);
    }
  }

  /** Is loaded only with the library. */
  private static final class Registration implements Resource {

    private static final List<Registration> ALL = new ArrayList<>(); // the library keeps none

    private final RoutedHandler handler;

    private Registration(RoutedHandler handler) {
      this.handler = handler;
    }

    static synchronized void add(RoutedHandler handler) {
      Registration registration = new Registration(handler);
      ALL.add(registration);
      Core.getGlobalContext().register(registration);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) throws Exception {
      handler.prepare();
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {}
  }
}
