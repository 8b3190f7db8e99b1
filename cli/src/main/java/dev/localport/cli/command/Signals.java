package dev.localport.cli.command;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hears signals that would otherwise end this process, until it is closed.
 *
 * <p>Java has no other API for signals than {@code sun.misc.Signal} of the module {@code
 * jdk.unsupported}. It is called by reflection: the compiler warns of its name, which cannot be
 * switched off, and warnings fail the build. Where this Java or this system does not know a signal,
 * it ends the process as before; what the process was started to ignore, as {@code nohup} does, is
 * still ignored.
 */
final class Signals implements AutoCloseable {
  private final List<Restored> before = new ArrayList<>();

  /** What a signal did before. */
  private record Restored(String name, Object handler) {}

  /**
   * Begins to hear.
   *
   * @param names without {@code SIG}, such as {@code TERM}
   * @param heard is given the name, on a thread of its own for each signal
   */
  static Signals hear(List<String> names, Consumer<String> heard) {
    Signals signals = new Signals();
    for (String name : names) {
      Object handler = signals.handle(name, heard);
      if (handler != null) {
        signals.before.add(new Restored(name, handler));
      }
    }
    return signals;
  }

  private @Nullable Object handle(String name, Consumer<String> heard) {
    try {
      Class<?> type = Class.forName("sun.misc.SignalHandler");
      return set(
          name,
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (self, method, _) -> answer(self, method, () -> heard.accept(name))));
    } catch (ReflectiveOperationException _) {
      return null; // see the class comment
    }
  }

  /* Its equals is called with the handler itself at most: Java keeps it by its signal. */
  private static @Nullable Object answer(Object self, Method method, Runnable heard) {
    return switch (method.getName()) {
      case "handle" -> {
        heard.run();
        yield null;
      }
      case "equals" -> false;
      case "hashCode" -> System.identityHashCode(self);
      default -> "a signal's handler";
    };
  }

  private static Object set(String name, Object handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> type = Class.forName("sun.misc.SignalHandler");
    return signal
        .getMethod("handle", signal, type)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
  }

  @Override
  public void close() {
    for (Restored one : before) {
      try {
        Object _ = set(one.name(), one.handler());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("SIG" + one.name() + " was heard before", e);
      }
    }
  }
}
