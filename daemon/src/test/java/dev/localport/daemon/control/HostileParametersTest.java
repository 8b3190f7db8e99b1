package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Methods;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import dev.localport.rpc.RpcException;
import dev.localport.rpc.RpcServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every method takes what any caller may write: it answers, or refuses, and that is no bug. */
@Timeout(120)
class HostileParametersTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<String> KEYS =
      List.of(
          "ad_hoc",
          "forwards",
          "patient",
          "all",
          "before",
          "bound",
          "confirmed",
          "context",
          "file",
          "here",
          "kind",
          "kubeconfig",
          "limit",
          "lines",
          "local",
          "name",
          "names",
          "namespace",
          "next",
          "port",
          "ports",
          "prefix",
          "protocol",
          "proxies",
          "refresh",
          "service",
          "since",
          "tags",
          "type",
          "variables",
          "wait_ms");
  private static final String SERVICE =
      "{version: '1.0', services: [{name: x, local_port: auto, remote_port: 7,"
          + " connection: {resource_type: pod, resource_name: p}}]}";
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "..",
          "../../etc/passwd",
          "/",
          "relative",
          "/no/such/file",
          "a\nb",
          "\u001b[31m",
          "\u202e",
          "ü",
          "%s%n",
          "pod",
          "selector",
          "Warning",
          "2026-01-31T08:00:00Z",
          "-999999999-01-01T00:00:00Z",
          "+1000000000-12-31T23:59:59Z",
          "version: '1.0'\nservices: []",
          SERVICE,
          "&a [*a, *a]",
          "\t- x",
          "x".repeat(5_000),
          ":::",
          "http://[",
          "a:b:c");
  private static final List<Long> NUMBERS =
      List.of(
          0L, 1L, -1L, 70_000L, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE, 9_000_000_000_000_000L);

  @TempDir private Path folder;
  private final List<Throwable> bugs = new CopyOnWriteArrayList<>();
  private ControlFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new ControlFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void areNeverABug(long seed) throws IOException {
    Random random = new Random(seed);
    Path socket = folder.resolve("daemon.sock");
    List<String> methods =
        new ArrayList<>(new TreeSet<>(fixture.control.methods().byName().keySet()));
    methods.remove(
        Methods.TEST); // waits for what its service does; its parameters are those of explain
    try (RpcServer _ =
        RpcServer.open(socket, fixture.control.methods(), _ -> true, (_, bug) -> bugs.add(bug))) {
      for (int i = 0; i < 400; i++) {
        String method = methods.get(random.nextInt(methods.size()));
        JsonObject params = params(random);
        call(socket, method, params);
        assertThat(bugs).as("seed %s, call %s: %s %s", seed, i, method, params).isEmpty();
      }
    }
  }

  /* A connection of its own: some methods tie services to it, and those end with it. */
  private static void call(Path socket, String method, JsonObject params) throws IOException {
    try (RpcClient client = RpcClient.connect(socket, LIMIT, (_, _) -> {})) {
      JsonObject _ = client.call(method, params, LIMIT);
    } catch (RpcException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static JsonObject params(Random random) {
    JsonObject.Builder params = JsonObject.builder();
    if (random.nextBoolean()) {
      params.putAll(nearlyRight(random));
    }
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      String key = one(KEYS, random);
      params.put(key, key.equals("wait_ms") ? waiting(random) : value(random, 2));
    }
    return params.build();
  }

  /* What is right in all but one value gets further. */
  private static JsonObject nearlyRight(Random random) {
    JsonObject port =
        JsonObject.builder().put("port", "7").put("local", one(NUMBERS, random)).build();
    JsonObject settled =
        JsonObject.builder()
            .put("context", one(TEXTS, random))
            .put("ports", List.of(port, port))
            .build();
    JsonObject adHoc =
        JsonObject.builder().put("ad_hoc", SERVICE).put("before", value(random, 2)).build();
    return switch (random.nextInt(5)) {
      case 0 -> JsonObject.builder().put("ad_hoc", SERVICE).put("before", settled).build();
      case 1 -> JsonObject.builder().put("ad_hoc", SERVICE).put("bound", true).build();
      case 2 -> JsonObject.builder().put("forwards", List.of(adHoc)).build();
      case 3 -> JsonObject.builder().put("file", "/" + one(TEXTS, random)).build();
      default -> JsonObject.builder().put("kind", "pod").put("name", one(TEXTS, random)).build();
    };
  }

  /* Waiting for long is right where it is asked for. */
  private static long waiting(Random random) {
    return random.nextBoolean() ? -random.nextLong(Long.MAX_VALUE) : random.nextLong(5);
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 0 -> one(NUMBERS, random);
      case 1 -> random.nextBoolean();
      case 2 -> random.nextGaussian();
      case 3, 4, 5 -> one(TEXTS, random);
      case 6 -> Arrays.asList(value(random, depth - 1), value(random, depth - 1));
      default -> Map.of(one(KEYS, random), value(random, depth - 1));
    };
  }

  private static <T> T one(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }
}
