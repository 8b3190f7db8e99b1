package dev.localport.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of a variable as a file writes it: text, and places for what is known once the service
 * listens. What the shell's variables hold is part of the text already, and may be a secret.
 */
public record EnvTemplate(List<Part> parts) {
  /** Copies the parts, so that a template never changes. */
  public EnvTemplate {
    parts = List.copyOf(parts);
  }

  /** A part of a template. */
  public sealed interface Part {
    /** What is there as it is. */
    record Text(String text) implements Part {}

    /** The service's name. */
    record Name() implements Part {}

    /** The address that the service listens on. */
    record Host() implements Part {}

    /**
     * A local port.
     *
     * @param of the port's name, or the remote port; null: the first one
     */
    record Port(@Nullable String of) implements Part {}
  }

  /** Where a service listens. */
  public interface Listening {
    /** Returns the service's name. */
    String name();

    /** Returns the address. */
    String host();

    /** Returns the local port of a port by its name or remote port; null: the first one. */
    int port(@Nullable String of);
  }

  /** Returns the value for a service that listens. */
  public String value(Listening service) {
    StringBuilder value = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Text(String text) -> value.append(text);
        case Part.Name() -> value.append(service.name());
        case Part.Host() -> value.append(service.host());
        case Part.Port(String of) -> value.append(service.port(of));
      }
    }
    return value.toString();
  }

  /** Shows nothing of the text. */
  @Override
  public String toString() {
    return "EnvTemplate[hidden]";
  }
}
