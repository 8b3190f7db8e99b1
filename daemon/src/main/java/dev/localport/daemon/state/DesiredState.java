package dev.localport.daemon.state;

import dev.localport.api.Caller;
import dev.localport.api.OperationStatus;
import dev.localport.api.Setting;
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
 * @param settings what was set while the daemon ran
 * @param queue what was asked of the services and is still to be done
 */
public record DesiredState(
    List<Source> sources, List<Wanted> wanted, List<Setting> settings, Queue queue) {
  /** How the state is written. A daemon refuses one with a higher number and keeps it. */
  static final int FORMAT = 1;

  /** Nothing is wanted. */
  public static final DesiredState NOTHING = new DesiredState(List.of(), List.of());

  /** Copies the lists, so that a state never changes. */
  public DesiredState {
    sources = List.copyOf(sources);
    wanted = List.copyOf(wanted);
    settings = List.copyOf(settings);
  }

  /** A state in which nothing is set, and no operation waits. */
  public DesiredState(List<Source> sources, List<Wanted> wanted) {
    this(sources, wanted, List.of(), Queue.EMPTY);
  }

  /**
   * Where services come from: a file, or the text of a command line's own configuration. What came
   * through a pipe has both: a name for the pipe, and the text.
   *
   * @param file an absolute path, or null
   * @param text a configuration, or null: what the file says now
   * @param caller the shell that loaded it
   * @param name what the one service of the text is called, where its own name was taken, or null
   */
  public record Source(
      @Nullable String file, @Nullable String text, Caller caller, @Nullable String name) {
    /** A source whose services are called what it says. */
    public Source(@Nullable String file, @Nullable String text, @Nullable String kubeconfig) {
      this(file, text, new Caller(kubeconfig), null);
    }

    /** A file as a caller loads it. */
    public static Source of(String file, Caller caller) {
      return new Source(file, null, caller, null);
    }

    /** A file as a caller loads it, with what it says where that is known; else it is read. */
    public static Source of(String file, @Nullable String text, Caller caller) {
      return new Source(file, text, caller, null);
    }

    /** Returns the caller's {@code $KUBECONFIG}, or null. */
    public @Nullable String kubeconfig() {
      return caller.kubeconfig();
    }

    /** Returns the same source with another name for its service. */
    public Source named(String other) {
      return new Source(file, text, caller, other);
    }

    /** Returns the same source, whose caller has further variables. */
    public Source knowing(Map<String, String> variables) {
      return new Source(file, text, caller.knowing(variables), name);
    }

    /** Returns the same source with another kubeconfig. */
    public Source under(@Nullable String other) {
      return new Source(file, text, caller.under(other), name);
    }

    JsonObject toJson() {
      return JsonObject.builder()
          .put("file", file)
          .put("text", text)
          .putAll(caller.kept().toJson())
          .put("name", name)
          .build();
    }

    static Source from(JsonObject json) {
      return new Source(
          json.findText("file"), json.findText("text"), Caller.from(json), json.findText("name"));
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

  /**
   * The operations that are pending. They lie beside what is wanted, so that one write changes
   * both.
   *
   * @param last the number that was given last
   * @param pending those that wait, in the order of their numbers
   */
  public record Queue(long last, List<OperationStatus> pending) {
    /** No operation was ever asked for. */
    public static final Queue EMPTY = new Queue(0, List.of());

    /** Copies the list, so that a queue never changes. */
    public Queue {
      pending = List.copyOf(pending);
    }

    JsonObject toJson() {
      return JsonObject.builder()
          .put("last", last)
          .put("pending", pending.stream().map(OperationStatus::toJson).toList())
          .build();
    }

    static Queue from(@Nullable JsonObject json) {
      return json == null
          ? EMPTY
          : new Queue(
              json.number("last", 0),
              json.objects("pending").stream().map(OperationStatus::from).toList());
    }
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("version", FORMAT)
        .put("sources", sources.stream().map(Source::toJson).toList())
        .put("wanted", wanted.stream().map(Wanted::toJson).toList())
        .put("settings", settings.stream().map(Setting::toJson).toList())
        .put("operations", queue.toJson())
        .build();
  }

  static DesiredState from(JsonObject json) {
    return new DesiredState(
        json.objects("sources").stream().map(Source::from).toList(),
        json.objects("wanted").stream().map(Wanted::from).toList(),
        json.objects("settings").stream().map(Setting::from).toList(),
        Queue.from(json.findObject("operations")));
  }
}
