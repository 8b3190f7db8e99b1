package dev.localport.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.FoundTarget;
import dev.localport.api.NamedPort;
import dev.localport.config.ConfigAccess;
import dev.localport.config.ConfigFile;
import dev.localport.config.ConfigReader;
import dev.localport.config.ConfigResult;
import dev.localport.config.PortMapping;
import dev.localport.config.ServiceConfig;
import dev.localport.config.edit.ConfigEdit;
import dev.localport.config.edit.EditResult;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The file that is made of what was chosen. */
class AdditionsTest {
  /** A file that includes no other. */
  private static final ConfigAccess ALONE =
      new ConfigAccess() {
        @Override
        public Path file() {
          return Path.of("/f");
        }

        @Override
        public Path home() {
          return Path.of("/");
        }

        @Override
        public String label(Path file) {
          return "f";
        }

        @Override
        public byte[] read(Path file) throws IOException {
          throw new NoSuchFileException(file.toString());
        }
      };

  private static final SearchedContext DEV = new SearchedContext("dev", true, "shop");

  private static FoundTarget service(String namespace, String name, NamedPort... ports) {
    return new FoundTarget(namespace, name, List.of(ports), new FoundTarget.Service(false, true));
  }

  private static FoundTarget set(String namespace, String name, NamedPort... ports) {
    return new FoundTarget(
        namespace, name, List.of(ports), new FoundTarget.StatefulSet(2, null, List.of()));
  }

  private static NamedPort port(int number) {
    return new NamedPort(null, number);
  }

  /** Reads a text as {@code config validate --strict} does. */
  private static List<ServiceConfig> strict(String text) {
    ConfigResult result = ConfigReader.read("localport.yaml", text, true, Map.of());
    assertThat(result).as(text).isInstanceOf(ConfigResult.Loaded.class);
    ConfigFile file = ((ConfigResult.Loaded) result).config();
    return file.services();
  }

  @Test
  void aFileIsCommentedAndInOrder() {
    Additions additions =
        Additions.of(
            DEV,
            List.of(
                service("shop", "web", new NamedPort("http", 80), new NamedPort("admin", 9000)),
                set("pay", "db", new NamedPort("sql", 5432))),
            List.of());

    assertThat(additions.text())
        .isEqualTo(
            """
            # Written by `localport init`; it is yours to change.
            # Start the services:   localport start
            # See their status:     localport status
            # All keys:             localport help config
            version: "1.0"

            services:
              # StatefulSet with 2 pods in pay: sql (5432)
              - name: db
                connection:
                  resource_type: statefulset
                  resource_name: db
                  namespace: pay
                  context: dev
                local_port: 5432
                remote_port: 5432

              # service in shop: http (80), admin (9000)
              - name: web
                connection:
                  resource_name: web
                  namespace: shop
                  context: dev
                ports:
                  - {name: http, local: 8080, remote: 80}
                  - {name: admin, local: 9000, remote: 9000}
            """);
    assertThat(strict(additions.text())).hasSize(2);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "svc a/web, svc b/api | web api",
        "svc a/web, svc b/web | a-web b-web",
        "svc a/db, set a/db | db db-statefulset",
        "set a/db, set b/db, svc b/db | a-db b-db b-db-statefulset",
        "set a/db.v1 | db.v1",
        "svc a/b-c, svc a-b/c, svc x/c | b-c a-b-c x-c",
        "svc x/a-c, svc a/c, svc b/c | a-c-service b-c a-c"
      })
  void namesAreUnique(String chosen, String expected) {
    List<FoundTarget> targets = new ArrayList<>();
    for (String word : chosen.split(", ", -1)) {
      String[] parts = word.split("[ /]", -1);
      targets.add(
          parts[0].equals("svc")
              ? service(parts[1], parts[2], port(80))
              : set(parts[1], parts[2], port(80)));
    }

    assertThat(Additions.of(DEV, targets, List.of()).names())
        .containsExactlyInAnyOrder(expected.split(" ", -1));
  }

  @Test
  void aPortThatTheFileHasIsNotGivenAgain() {
    List<ServiceConfig> there =
        strict(
            """
            version: "1.0"
            services:
              - name: web
                connection: {resource_name: other, namespace: shop, context: dev}
                local_port: 8080
                remote_port: 80
            """);
    Additions additions = Additions.of(DEV, List.of(service("shop", "web", port(80))), there);

    assertThat(additions.names()).containsExactly("web-service");
    int second = PortSteps.of("shop", "web", 80).skip(1).findFirst().orElseThrow();
    assertThat(additions.lines()).contains("  local_port: " + second);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{resource_name: web, namespace: shop, context: dev} | true",
        "{resource_name: web} | true",
        "{resource_name: web, context: dev} | true",
        "{resource_name: web, namespace: pay, context: dev} | false",
        "{resource_name: web, namespace: shop, context: prod} | false",
        "{resource_type: statefulset, resource_name: web, namespace: shop} | false"
      })
  void whatTheFileHasIsLeft(String connection, boolean isThere) {
    List<ServiceConfig> there =
        strict(
            """
            version: "1.0"
            services: [{name: shop-web, connection: %s, ports: ["auto:80"]}]
            """
                .formatted(connection));
    Additions additions = Additions.of(DEV, List.of(service("shop", "web", port(80))), there);

    assertThat(additions.names().isEmpty()).isEqualTo(isThere);
    assertThat(additions.known().equals(List.of("shop-web"))).isEqualTo(isThere);
  }

  @Test
  void servicesOfTheFileThatNameNoContextOrNamespaceLeadToTheUsualOnes() {
    List<ServiceConfig> there =
        strict(
            """
            version: "1.0"
            services: [{name: web, connection: {resource_name: web}, ports: ["auto:80"]}]
            """);

    assertThat(
            Additions.of(
                    new SearchedContext("prod", false, "shop"),
                    List.of(service("shop", "web", port(80))),
                    there)
                .names())
        .containsExactly("prod-web");
    assertThat(Additions.of(DEV, List.of(service("pay", "web", port(80))), there).names())
        .containsExactly("web-service");
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "dev | a/web a/api | web api",
        "stage | a/web b/api | stage-web stage-api",
        "stage | a/web b/web | stage-a-web stage-b-web",
        "arn:aws:eks:eu-1:123:cluster/prod | a/web | prod-web",
        "gke_shop-1_europe-west1_prod_eu | a/web | prod_eu-web",
        "admin@prod | a/web | admin-prod-web",
        "shop/api.example.com:6443/me | a/web | shop-api.example.com-6443-me-web"
      })
  void namesBeginWithTheContextIfTheFileBeganWithAnother(
      String context, String chosen, String expected) {
    List<ServiceConfig> there =
        strict(
            """
            version: "1.0"
            services:
              - {name: db, connection: {resource_name: db, context: dev}, ports: ["auto:80"]}
              - {name: stage-db, connection: {resource_name: db, context: stage}, ports: ["auto:80"]}
            """);
    List<FoundTarget> targets = new ArrayList<>();
    for (String word : chosen.split(" ", -1)) {
      String[] parts = word.split("/", -1);
      targets.add(service(parts[0], parts[1], port(80)));
    }

    assertThat(Additions.of(new SearchedContext(context, false, "a"), targets, there).names())
        .containsExactlyInAnyOrder(expected.split(" ", -1));
  }

  @Test
  void aLongContextIsCutAndNotTheNameOfTheService() {
    List<ServiceConfig> there =
        strict(
            """
            version: "1.0"
            services: [{name: web, connection: {resource_name: web, context: dev}, ports: ["auto:80"]}]
            """);
    String name = "orders-" + "x".repeat(40);

    assertThat(
            Additions.of(
                    new SearchedContext("production-".repeat(9), false, null),
                    List.of(service("shop", name, port(80))),
                    there)
                .names())
        .containsExactly("production-prod-" + name);
  }

  /* Names and ports as odd as an API server takes them, and odder. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void anyClusterGivesAFileThatIsValidWithNoTwoPortsAlike(long seed) {
    Random random = new Random(seed);
    List<FoundTarget> first = targets(random);
    Additions fresh = Additions.of(new SearchedContext(word(random), true, "x"), first, List.of());
    List<ServiceConfig> services = strict(fresh.text());
    assertThat(services.stream().map(ServiceConfig::name)).containsExactlyElementsOf(fresh.names());
    assertPortsAreFree(services);

    Additions more =
        Additions.of(new SearchedContext("other", false, "x"), targets(random), services);
    EditResult result =
        ConfigEdit.addEntries(ALONE, fresh.text(), Map.of(), more.names(), more.lines());
    assertThat(result).isInstanceOf(EditResult.Edited.class);
    assertPortsAreFree(strict(((EditResult.Edited) result).text()));
  }

  private static void assertPortsAreFree(List<ServiceConfig> services) {
    List<Integer> ports =
        services.stream()
            .flatMap(service -> service.ports().stream())
            .map(PortMapping::local)
            .toList();
    assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port >= 1024);
  }

  private static List<FoundTarget> targets(Random random) {
    List<FoundTarget> targets = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      NamedPort[] ports = new NamedPort[1 + random.nextInt(5)];
      Arrays.setAll(
          ports,
          _ ->
              new NamedPort(
                  random.nextBoolean() ? null : portName(random),
                  random.nextBoolean()
                      ? List.of(1, 80, 443, 1023, 1024, 8080, 8443, 65_535).get(random.nextInt(8))
                      : 1 + random.nextInt(65_535)));
      targets.add(
          random.nextBoolean()
              ? service(label(random), word(random), ports)
              : set(label(random), word(random), ports));
    }
    return targets.stream()
        .filter(target ->
            targets.stream()
                    .filter(other ->
                        other.kind().equals(target.kind())
                            && other.name().equals(target.name())
                            && other.namespace().equals(target.namespace()))
                    .count()
                == 1)
        .toList();
  }

  private static String portName(Random random) {
    return List.of("http", "true", "null", "y", "1e3", "0x1f", "a-1", "5-a", "on")
        .get(random.nextInt(9));
  }

  /* A namespace's name has no dots. */
  private static String label(Random random) {
    String word = word(random).replace('.', '-');
    return word.substring(0, Math.min(word.length(), 63)).replaceAll("-$", "");
  }

  private static String word(Random random) {
    return switch (random.nextInt(6)) {
      case 0 ->
          List.of("true", "null", "1e3", "0x1f", "a.b", "007", "no", "1.0").get(random.nextInt(8));
      case 1 -> "a".repeat(63);
      case 2 -> "a".repeat(62) + ".b".repeat(40);
      case 3 -> "web";
      case 4 -> "a-" + random.nextInt(5);
      default -> Integer.toString(random.nextInt(1_000_000), 36);
    };
  }
}
