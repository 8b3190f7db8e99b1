package dev.localport.config;

import dev.localport.config.form.Form;
import dev.localport.config.form.Forms;
import dev.localport.config.form.Keys;
import dev.localport.config.form.PlainTree;
import dev.localport.config.form.Problem;
import dev.localport.config.form.Report;
import dev.localport.config.form.Section;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads values that were set while the daemon runs, by the rules that hold for those of files: the
 * same words, bounds and combinations. Thread-safe.
 */
public final class SettingReader {
  private static final Form<LogLevel> LOG_LEVEL_FORM = Forms.wordOfAnyCase(LogLevel.values());
  private static final Tuning ANY_SERVICE = Tuning.DEFAULT.with(HealthCheckConfig.DEFAULT);
  private static final Keys CLUSTER_KEYS = Keys.of(ClusterHealthReader.KEY);

  private SettingReader() {}

  /**
   * What was read.
   *
   * @param value what holds then; of no use where there are problems
   * @param problems what does not fit
   */
  public record Reading<T>(T value, List<Problem> problems) {
    /** Copies the list, so that a reading never changes. */
    public Reading {
      problems = List.copyOf(problems);
    }
  }

  /** A value alone: as a file would say it, or why it does not fit. */
  public sealed interface Checked {
    /** It fits; {@code text} is how it is shown and kept. */
    record Fits(String text) implements Checked {}

    /** It does not; {@code why} names the key and what would fit. */
    record Misfits(String why) implements Checked {}
  }

  /** Returns the words that a value may be, for completion: those that fit, of all that any has. */
  public static List<String> words(SettingKey key) {
    return Stream.of(
            Stream.of("true", "false"),
            Arrays.stream(Overflow.values()).map(Overflow::word),
            Arrays.stream(LogLevel.values()).map(LogLevel::word))
        .flatMap(words -> words)
        .filter(word -> check(key, word) instanceof Checked.Fits)
        .toList();
  }

  /** Reads one value, whatever else holds. */
  public static Checked check(SettingKey key, String written) {
    if (written.contains("${")) {
      return new Checked.Misfits(
          key.path() + ": settings cannot contain variables; write the" + " value");
    }
    Map<String, String> alone = Map.of(key.path(), written);
    return switch (key.reach()) {
      case SERVICE -> {
        Reading<Tuning> read = over(ANY_SERVICE, alone);
        yield checked(key, key.text(read.value()), ofKey(key, read.problems()));
      }
      case CLUSTER -> {
        Reading<ClusterHealthConfig> read = over(ClusterHealthConfig.DEFAULT, alone);
        yield checked(key, key.text(read.value()), read.problems());
      }
      case DAEMON -> logLevel(key, written);
    };
  }

  /* How it fits the values beside it is another question: these are not those that will hold. */
  private static List<Problem> ofKey(SettingKey key, List<Problem> problems) {
    return problems.stream().filter(problem -> problem.path().equals(key.path())).toList();
  }

  private static Checked logLevel(SettingKey key, String written) {
    Report report = report();
    LogLevel level = LOG_LEVEL_FORM.read(PlainTree.of(key.path(), written, report));
    return checked(key, level == null ? null : level.word(), report.problems());
  }

  private static Checked checked(SettingKey key, @Nullable String value, List<Problem> problems) {
    return problems.isEmpty()
        ? new Checked.Fits(String.valueOf(value))
        : new Checked.Misfits(message(problems.getFirst(), key.path()));
  }

  /** Returns a problem as people read it: a setting is in no file, so it has no place. */
  private static String message(Problem problem, String path) {
    return problem.right().isEmpty()
        ? "%s: %s".formatted(path, problem.wrong())
        : "%s: %s; %s".formatted(path, problem.wrong(), problem.right());
  }

  /**
   * Reads values of a service.
   *
   * @param under what holds without them; where that has no health check, those of one do nothing
   * @param values texts by their paths
   */
  public static Reading<Tuning> over(Tuning under, Map<String, String> values) {
    Report report = report();
    Section keys = TuningReader.KEYS.read(PlainTree.of(values, report));
    Tuning read = keys == null ? under : TuningReader.read(keys, under, "");
    boolean hasCheck = under.healthCheck() != null;
    return new Reading<>(hasCheck ? read : read.with(under.healthCheck()), report.problems());
  }

  /** Reads values of a cluster; {@code under} is what holds without them. */
  public static Reading<ClusterHealthConfig> over(
      ClusterHealthConfig under, Map<String, String> values) {
    Report report = report();
    Section keys = CLUSTER_KEYS.read(PlainTree.of(values, report));
    return new Reading<>(
        keys == null ? under : ClusterHealthReader.read(keys, under), report.problems());
  }

  private static Report report() {
    return new Report("settings", true, Map.of());
  }
}
