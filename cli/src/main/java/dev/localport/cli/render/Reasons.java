package dev.localport.cli.render;

import dev.localport.api.Failure;
import dev.localport.api.ServiceStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why a service cannot be used, as short as what stands beside it allows. */
public final class Reasons {
  /* no pod of service/web in namespace shop is ready: web-1 is in CrashLoopBackOff */
  private static final String NO_POD = "no pod of ";
  private static final String IS_READY = " is ready: ";

  /* health check http GET /healthz: returned 503, expected 200 */
  private static final String HTTP_CHECK = "health check http ";

  private static final String RETURNED = ": returned ";

  private Reasons() {}

  /** Returns why a service cannot be used, in words for people. */
  public static String why(ServiceStatus service) {
    Failure error = service.lastError();
    if (error == null) {
      return word(service);
    }
    String full = OneLine.plain(error.message());
    String message = Objects.requireNonNullElse(brief(service), full);
    boolean isCut = full.startsWith(NO_POD) && !message.equals(full);
    boolean isSaid = service.state().equals("suspended") && !isCut;
    return isSaid ? message : word(service) + ": " + message;
  }

  /**
   * Returns the reason without what stands beside it in a list: the target, the kube context and
   * the word for the state. Null where there is none.
   */
  static @Nullable String brief(ServiceStatus service) {
    if (service.lastError() == null) {
      return null;
    }
    String message = OneLine.plain(service.lastError().message());
    int ready = message.startsWith(NO_POD) ? message.indexOf(IS_READY) : -1;
    String context = " of context " + service.context();
    if (ready > 0) {
      return message.substring(ready + IS_READY.length());
    }
    return message.endsWith(context)
        ? message.substring(0, message.length() - context.length())
        : withoutCheck(message);
  }

  /** Returns what a health check found, without the words that it is one. */
  static String withoutCheck(String message) {
    return message.startsWith(HTTP_CHECK)
        ? message.substring(HTTP_CHECK.length()).replace(RETURNED, " returned ")
        : message;
  }

  private static String word(ServiceStatus service) {
    return switch (service.state()) {
      case "connected" -> service.health();
      case "connecting" -> "not connected yet";
      case "suspended" ->
          Objects.requireNonNullElse(service.reason(), service.state()).replace('_', ' ');
      case "stopped" -> service.isUnusable() ? "invalid config" : "stopped";
      default -> service.state();
    };
  }
}
