package dev.localport.daemon.journal;

import dev.localport.api.Settled;
import dev.localport.rpc.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What users asked for: a daemon that was killed comes back to it. Immutable.
 *
 * @param sources files and command lines that services come from
 * @param wanted the services that run
 */
public record DesiredState(List<Source> sources, List<Wanted> wanted) {
  /** Nobody asked for anything. */
  public static final DesiredState NOTHING = new DesiredState(List.of(), List.of());

  /** Copies the lists, so that a state never changes. */
  public DesiredState {
    sources = List.copyOf(sources);
    wanted = List.copyOf(wanted);
  }

  /**
   * Where services come from: a file, or the text of a command line's own configuration.
   *
   * @param file an absolute path, or null
   * @param text a configuration, or null
   * @param kubeconfig the {@code $KUBECONFIG} of whoever loaded it, or null
   * @param name what the one service of the text is called, where its own name was taken, or null
   * @param variables what the file's variables held in the shell of whoever loaded it; may be
   *     secret, and is not printed
   */
  public record Source(
      @Nullable String file,
      @Nullable String text,
      @Nullable String kubeconfig,
      @Nullable String name,
      Map<String, String> variables) {
    /** Copies the map, so that a source never changes. */
    public Source {
      variables = Map.copyOf(variables);
    }

    /** A source that uses no variables. */
    public Source(
        @Nullable String file,
        @Nullable String text,
        @Nullable String kubeconfig,
        @Nullable String name) {
      this(file, text, kubeconfig, name, Map.of());
    }

    /** A source whose services are called what it says. */
    public Source(@Nullable String file, @Nullable String text, @Nullable String kubeconfig) {
      this(file, text, kubeconfig, null);
    }

    /** Returns the same source with another name for its service. */
    public Source named(String other) {
      return new Source(file, text, kubeconfig, other, variables);
    }

    /** Returns the same source with what its variables held. */
    public Source using(Map<String, String> held) {
      return new Source(file, text, kubeconfig, name, held);
    }

    @Override
    public String toString() {
      return String.valueOf(file == null ? text : file);
    }

    /** Returns the same source with another kubeconfig. */
    public Source under(@Nullable String other) {
      return new Source(file, text, other, name);
    }

    JsonObject toJson() {
      return JsonObject.builder()
          .put("file", file)
          .put("text", text)
          .put("kubeconfig", kubeconfig)
          .put("name", name)
          .put("variables", variables)
          .build();
    }

    static Source from(JsonObject json) {
      return new Source(
          json.findText("file"),
          json.findText("text"),
          json.findText("kubeconfig"),
          json.findText("name"),
          json.textMap("variables"));
    }
  }

  /**
   * A service that runs.
   *
   * @param file where it stands, or null for one of a command line
   * @param settled what it settled on, as far as it has
   */
  public record Wanted(String name, @Nullable String file, Settled settled) {
    JsonObject toJson() {
      return JsonObject.builder()
          .put("name", name)
          .put("file", file)
          .putAll(settled.toJson())
          .build();
    }

    static Wanted from(JsonObject json) {
      return new Wanted(json.text("name"), json.findText("file"), Settled.from(json));
    }
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("version", 1)
        .put("sources", sources.stream().map(Source::toJson).toList())
        .put("wanted", wanted.stream().map(Wanted::toJson).toList())
        .build();
  }

  static DesiredState from(JsonObject json) {
    return new DesiredState(
        json.objects("sources").stream().map(Source::from).toList(),
        json.objects("wanted").stream().map(Wanted::from).toList());
  }
}
