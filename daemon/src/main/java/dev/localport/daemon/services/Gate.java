package dev.localport.daemon.services;

import dev.localport.api.Settled;
import dev.localport.config.ConfigFile;
import dev.localport.config.ServiceConfig;
import dev.localport.config.TargetConfig;
import dev.localport.daemon.state.DesiredState;
import dev.localport.paths.TrustedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one gate out of {@code stopped}: a service runs only if the user trusts its file, it is
 * enabled, and the user agreed to it where it is marked {@code confirm}. Only this class makes a
 * {@link Pass}, and no forward starts without one.
 *
 * <p>Trust is checked while a file is read, when its content is available: the services of a file
 * that is not trusted are never loaded. Thread-safe: immutable.
 */
final class Gate {
  private final TrustedFiles trusted;

  /** Lets files that came along with a folder do only what the user trusts them with. */
  Gate(TrustedFiles trusted) {
    this.trusted = trusted;
  }

  /** What a forward needs to start. */
  static final class Pass {
    private final LoadedService service;

    private Pass(LoadedService service) {
      this.service = service;
    }

    LoadedService service() {
      return service;
    }
  }

  /** What keeps a service stopped. */
  enum Obstacle {
    /** Its file says that it never runs. */
    DISABLED,
    /** The user has to agree first. */
    UNCONFIRMED
  }

  /** Returns what keeps a stopped service from running, or null. */
  static @Nullable Obstacle obstacle(LoadedService loaded, Consent consent) {
    ServiceConfig service = loaded.service();
    if (!service.enabled()) {
      return Obstacle.DISABLED;
    }
    return service.start().confirm() && consent == Consent.NOT_GIVEN ? Obstacle.UNCONFIRMED : null;
  }

  /** Lets a stopped service run; null if something keeps it from that. */
  static @Nullable Pass start(LoadedService service, Consent consent) {
    return obstacle(service, consent) == null ? new Pass(service) : null;
  }

  /**
   * Lets a service run that ran before its file changed; null if it may not. The user agreed to
   * where it led then, and not to another place.
   */
  static @Nullable Pass goOn(LoadedService service, ServiceConfig before) {
    boolean same = isSamePlace(service.service().target(), before.target());
    return start(service, same ? Consent.GIVEN : Consent.NOT_GIVEN);
  }

  /**
   * Lets a service run that ran when the last daemon ended, or until its file could not be loaded;
   * null if it may not. The file may lead to another context by now, which the user did not agree
   * to.
   */
  static @Nullable Pass resume(LoadedService service, Settled before) {
    String named = service.service().target().context();
    boolean same = named == null || before.context() == null || named.equals(before.context());
    return start(service, same ? Consent.GIVEN : Consent.NOT_GIVEN);
  }

  private static boolean isSamePlace(TargetConfig one, TargetConfig other) {
    return one.toString().equals(other.toString())
        && Objects.equals(one.namespace(), other.namespace())
        && Objects.equals(one.context(), other.context())
        && Objects.equals(one.kubeconfig(), other.kubeconfig());
  }

  /**
   * Refuses a file that was found in the current folder, says something that needs trust, and has
   * none. One that the user trusted, or a file that it includes, may have changed since.
   *
   * @throws LoadException naming each place
   */
  void checkTrust(DesiredState.Source origin, byte[] content, ConfigFile config)
      throws LoadException {
    if (!origin.caller().here() || config.sensitive().isEmpty() || origin.file() == null) {
      return;
    }
    try {
      if (!trusted.isTrusted(Path.of(origin.file()), config.trusted(content))) {
        throw LoadException.untrusted(config.sensitive(), origin.file());
      }
    } catch (IOException e) {
      throw LoadException.of(
          "LocalPort cannot check whether %s is trusted: %s"
              .formatted(origin.file(), e.getMessage()));
    }
  }
}
