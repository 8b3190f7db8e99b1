package dev.localport.daemon.host;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Hears SIGHUP, which would otherwise end the process: by custom it asks a daemon to read its
 * configuration again.
 *
 * <p>Java has no other API for signals than {@code sun.misc.Signal} of the module {@code
 * jdk.unsupported}. It is called by reflection, and from here alone: the compiler warns of its name
 * which cannot be switched off, and warnings fail the build.
 */
public final class Hangup {
  private static final String NAME = "HUP";

  private Hangup() {}

  /**
   * Has a task run with each SIGHUP, on a thread of its own. Where this Java or this system does
   * not know the signal, nothing changes. Where the process was started to ignore it, as {@code
   * nohup} does, it is still ignored.
   *
   * @return whether SIGHUP is heard from now on
   */
  public static boolean hear(Runnable task) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, calling(task));
      Object before =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance(NAME), ours);
      return !handler.getField("SIG_IGN").get(null).equals(before);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  @SuppressWarnings("ReferenceEquality") // such an object equals itself alone
  private static InvocationHandler calling(Runnable task) {
    return (self, method, arguments) ->
        switch (method.getName()) {
          case "handle" -> {
            task.run();
            yield null;
          }
          case "equals" -> arguments != null && self == arguments[0];
          case "hashCode" -> System.identityHashCode(self);
          default -> "SIGHUP";
        };
  }
}
