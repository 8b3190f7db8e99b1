package dev.localport.daemon.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Setting;
import dev.localport.config.Origin;
import dev.localport.config.SettingKey;
import dev.localport.config.SettingKeys;
import dev.localport.daemon.settings.Overlay;
import dev.localport.daemon.settings.SettingConflictException;
import dev.localport.daemon.settings.Settings;
import dev.localport.daemon.state.DesiredState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is set, reset, loaded and restarted: each value is the one that a small model of the
 * precedence has, and comes from where the model has it.
 */
class SettingsRandomTest {
  private static final int STEPS = 100;
  private static final List<String> SERVICES = List.of("a", "b", "c");
  private static final Map<String, String> CONTEXT_OF = Map.of("a", "dev", "b", "prod", "c", "dev");
  private static final String FIRST = "reconnect.initial_delay";
  private static final String MOST = "reconnect.max_delay";

  /** The values that are tried, and the default in front. Times are whole seconds. */
  private static final Map<String, List<String>> VALUES =
      new TreeMap<>(
          Map.of(
              "reconnect.max_attempts",
              List.of("10", "1", "2", "3"),
              "hold.overflow",
              List.of("reject-newest", "drop-oldest"),
              "heartbeat.interval",
              List.of("9s", "10s", "20s"),
              FIRST,
              List.of("1s", "2s", "20s", "50s"),
              MOST,
              List.of("1m", "2s", "20s", "90s")));

  @TempDir private Path folder;
  private ForwardsFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new ForwardsFixture(folder);
    fixture.twoContexts("kube/config");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** What a file says: values by the place in it, then by key. */
  private record Written(Map<String, Map<String, String>> places) {
    @Nullable String find(String place, String key) {
      return places.getOrDefault(place, Map.of()).get(key);
    }
  }

  /** A value, and where it comes from. */
  private record Value(String text, String from) {}

  /** The precedence, as a person would look it up. */
  private static final class Model {
    private final Map<String, Map<String, String>> set = new HashMap<>(); // by scope, then by key
    private Written file = new Written(Map.of());

    Model copy() {
      Model copy = new Model();
      set.forEach((scope, values) -> copy.set.put(scope, new HashMap<>(values)));
      copy.file = file;
      return copy;
    }

    private @Nullable Value setting(String service, String key) {
      for (String scope : List.of("service " + service, "context " + CONTEXT_OF.get(service), "")) {
        String value = set.getOrDefault(scope, Map.of()).get(key);
        if (value != null) {
          return new Value(value, scope.isEmpty() ? "setting" : "setting for " + scope);
        }
      }
      return null;
    }

    private Value written(String service, String key) {
      for (String place :
          List.of("service " + service, "context " + CONTEXT_OF.get(service), "defaults")) {
        String value = file.find(place, key);
        if (value != null) {
          String shown =
              place.startsWith("service")
                  ? "service"
                  : place.replace("context ", "cluster_contexts.");
          return new Value(value, "file (" + shown + ")");
        }
      }
      return new Value(VALUES.getOrDefault(key, List.of("")).getFirst(), "default");
    }

    private Value alone(String service, String key) {
      Value setting = setting(service, key);
      return setting == null ? written(service, key) : setting;
    }

    boolean fits(String service) {
      return seconds(alone(service, FIRST).text()) <= seconds(alone(service, MOST).text());
    }

    Value of(String service, String key) {
      boolean ofPair = key.equals(FIRST) || key.equals(MOST);
      return ofPair && !fits(service) ? written(service, key) : alone(service, key);
    }

    private static int seconds(String time) {
      int number = Integer.parseInt(time.substring(0, time.length() - 1));
      return time.endsWith("m") ? 60 * number : number;
    }
  }

  private Value real(String service, String path) {
    Listing listing = fixture.forwards.listing();
    Overlay overlay = listing.overlay(Objects.requireNonNull(listing.service(service)));
    SettingKey key = Objects.requireNonNull(SettingKeys.find(path));
    Setting setting = overlay.held().get(path);
    Origin origin = overlay.origins().get(path);
    return new Value(
        String.valueOf(key.text(overlay.now().tuning())),
        setting != null ? setting.from() : origin == null ? "default" : origin.text("file"));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void eachValueComesFromWhereThePrecedenceHasIt(long seed)
      throws IOException, InterruptedException, LoadException, SettingConflictException {
    Random random = new Random(seed);
    Model model = new Model();
    load(model, random);
    fixture.forwards.start(List.of("a"));
    for (int step = 0; step < STEPS; step++) {
      String what = step(model, random);
      for (String service : SERVICES) {
        for (String key : VALUES.keySet()) {
          assertThat(real(service, key))
              .as("seed %d, step %d: %s; %s of %s", seed, step, what, key, service)
              .isEqualTo(model.of(service, key));
        }
        assertThat(fixture.status(service).maxAttempts())
            .as("seed %d, step %d: %s; the attempts of %s", seed, step, what, service)
            .isEqualTo(Integer.parseInt(model.of(service, "reconnect.max_attempts").text()));
      }
    }
  }

  private String step(Model model, Random random)
      throws IOException, InterruptedException, LoadException, SettingConflictException {
    return switch (random.nextInt(10)) {
      case 0 -> {
        fixture.startAnew();
        yield "restart";
      }
      case 1, 2 -> {
        load(model, random);
        yield "load";
      }
      case 3, 4 -> reset(model, random);
      default -> set(model, random);
    };
  }

  private static String scope(Random random) {
    return List.of("", "context dev", "context prod", "service a", "service b", "service c")
        .get(random.nextInt(6));
  }

  private static Setting setting(String scope, String key, String value) {
    String name = scope.substring(scope.indexOf(' ') + 1);
    return new Setting(
        key,
        value,
        scope.startsWith("context") ? name : null,
        scope.startsWith("service") ? name : null);
  }

  private static String key(Random random) {
    return List.copyOf(VALUES.keySet()).get(random.nextInt(VALUES.size()));
  }

  private static String value(String key, Random random) {
    List<String> values = VALUES.getOrDefault(key, List.of(""));
    return values.get(random.nextInt(values.size()));
  }

  private String set(Model model, Random random) throws InterruptedException {
    String scope = scope(random);
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      String key = key(random);
      values.put(key, value(key, random));
    }
    List<Setting> settings = new ArrayList<>();
    Model after = model.copy();
    values.forEach((key, value) -> {
      settings.add(setting(scope, key, value));
      after.set.computeIfAbsent(scope, _ -> new HashMap<>()).put(key, value);
    });
    String what = "set %s for %s".formatted(values, scope);
    assertThat(isTaken(before -> before.with(settings))).as(what).isEqualTo(fits(model, after));
    takeIfFits(model, after);
    return what;
  }

  private String reset(Model model, Random random) throws InterruptedException {
    String scope = scope(random);
    String key = random.nextInt(4) == 0 ? null : key(random);
    Model after = model.copy();
    after.set.forEach((of, values) -> {
      if (of.equals(scope)) {
        values.keySet().removeIf(each -> key == null || key.equals(each));
      }
    });
    String what = "reset %s for %s".formatted(key, scope);
    boolean taken =
        isTaken(before ->
            before.without(
                each -> each.scope().equals(scope) && (key == null || each.key().equals(key))));
    assertThat(taken).as(what).isEqualTo(fits(model, after));
    takeIfFits(model, after);
    return what;
  }

  /**
   * A change is refused where it makes what a service has not fit; one that did not fit may stay.
   */
  private static boolean fits(Model before, Model after) {
    return SERVICES.stream().allMatch(service -> after.fits(service) || !before.fits(service));
  }

  private static void takeIfFits(Model model, Model after) {
    if (fits(model, after)) {
      model.set.clear();
      model.set.putAll(after.set);
    }
  }

  private boolean isTaken(UnaryOperator<Settings> edit) throws InterruptedException {
    try {
      var _ = fixture.forwards.set(edit);
      return true;
    } catch (SettingConflictException _) {
      return false;
    }
  }

  /** Loads a file of chance in which everything fits. */
  private void load(Model model, Random random)
      throws IOException, InterruptedException, LoadException, SettingConflictException {
    Map<String, Map<String, String>> places = new HashMap<>();
    for (String place :
        List.of("defaults", "context dev", "context prod", "service a", "service b", "service c")) {
      Map<String, String> values = new TreeMap<>();
      for (String key : VALUES.keySet()) {
        boolean isOfContexts = !place.startsWith("context") || !key.startsWith("hold");
        if (isOfContexts && random.nextInt(3) == 0) {
          values.put(key, value(key, random));
        }
      }
      places.put(place, values);
    }
    Model written = new Model();
    written.file = new Written(places);
    boolean fits =
        SERVICES.stream().allMatch(written::fits)
            && places.values().stream().noneMatch(values -> !fitsAlone(values));
    if (!fits) {
      places.values().forEach(values -> values.keySet().removeAll(List.of(FIRST, MOST)));
    }
    fixture.forwards.load(file(places));
    model.file = new Written(places);
  }

  /* A level is read on top of what is below it: only one that brings both or none is safe. */
  private static boolean fitsAlone(Map<String, String> values) {
    return values.containsKey(FIRST) == values.containsKey(MOST)
        && (!values.containsKey(FIRST)
            || Model.seconds(values.getOrDefault(FIRST, "0s"))
                <= Model.seconds(values.getOrDefault(MOST, "0s")));
  }

  private DesiredState.Source file(Map<String, Map<String, String>> places) throws IOException {
    StringBuilder text = new StringBuilder("version: \"1.0\"\nkubeconfig: kube/config\n");
    text.append("defaults: {").append(keys(places, "defaults")).append("}\n");
    text.append("cluster_contexts:\n");
    for (String context : List.of("dev", "prod")) {
      text.append("  %s: {%s}\n".formatted(context, keys(places, "context " + context)));
    }
    text.append("services:\n");
    for (String service : SERVICES) {
      text.append(
          """
          - name: %s
            connection: {resource_type: pod, resource_name: web-1, namespace: shop, context: %s}
            ports: ["auto:7"]
          """
              .formatted(service, CONTEXT_OF.get(service)));
      String keys = keys(places, "service " + service);
      text.append(keys.isEmpty() ? "" : "  " + keys.replace(", ~", "\n  ").replace("~", "") + "\n");
    }
    Path file = folder.resolve("localport.yaml");
    Files.writeString(file, text);
    return new DesiredState.Source(file.toString(), null, null);
  }

  /** Returns sections in flow style, with a mark in front of each. */
  private static String keys(Map<String, Map<String, String>> places, String place) {
    Map<String, List<String>> sections = new TreeMap<>();
    places
        .getOrDefault(place, Map.of())
        .forEach((path, value) -> {
          int dot = path.indexOf('.');
          sections
              .computeIfAbsent(path.substring(0, dot), _ -> new ArrayList<>())
              .add("%s: %s".formatted(path.substring(dot + 1), value));
        });
    List<String> keys = new ArrayList<>();
    sections.forEach((name, values) ->
        keys.add("%s%s: {%s}".formatted(mark(place), name, String.join(", ", values))));
    return String.join(", ", keys);
  }

  private static String mark(String place) {
    return place.startsWith("service") ? "~" : "";
  }
}
