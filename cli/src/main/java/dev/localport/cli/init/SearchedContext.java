package dev.localport.cli.init;

import dev.localport.config.ServiceConfig;
import org.jspecify.annotations.Nullable;

/**
 * The kube context in which services were found, beside those of a file that may belong to others.
 *
 * @param name is written to each new service
 * @param isCurrent whether services of the file that name no context belong to it
 * @param namespace the context's own; null: not known
 */
public record SearchedContext(String name, boolean isCurrent, @Nullable String namespace) {
  /** Tells whether a service of the file is forwarded in this context. */
  boolean has(ServiceConfig service) {
    String in = service.target().context();
    return in == null ? isCurrent : in.equals(name);
  }

  /** Tells whether a service that is {@linkplain #has of this context} leads to the namespace. */
  boolean leadsTo(String wanted, ServiceConfig service) {
    String written = service.target().namespace();
    String in = written == null ? namespace : written;
    return in == null || in.equals(wanted);
  }
}
