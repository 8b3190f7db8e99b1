package dev.localport;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The arrows between packages, and who may use what: a picture that cannot grow old.
 *
 * <p>Over 300 lines, since it is one picture.
 */
class ArchitectureTest {
  private static final String ROOT = "dev.localport.";

  /* Package → the packages of ours that it may use; one that is not listed may use none. */
  static final Map<String, List<String>> ARROWS = arrows();

  private static JavaClasses ours;

  private static Map<String, List<String>> arrows() {
    Map<String, List<String>> arrows = new LinkedHashMap<>();
    arrows.put("testing", List.of());
    arrows.put("config.form", List.of());
    arrows.put("config", List.of("config.form"));
    arrows.put("config.edit", List.of("config", "config.form"));
    arrows.put("rpc", List.of());
    arrows.put("api", List.of("rpc"));
    arrows.put("paths", List.of("rpc"));
    arrows.put("journal", List.of("rpc", "api", "paths"));
    arrows.put("history", List.of("api"));
    arrows.put("logs", List.of("config", "config.form", "rpc", "paths"));
    List<String> common =
        List.of(
            "config",
            "config.form",
            "config.edit",
            "rpc",
            "api",
            "paths",
            "journal",
            "history",
            "logs");

    arrows.put("daemon.actor", List.of("daemon.time"));
    arrows.put("daemon.time", List.of());
    arrows.put("daemon.host", List.of("paths", "daemon.time"));
    arrows.put("daemon.recovery", List.of("config"));
    arrows.put("daemon.net", List.of("api", "paths", "rpc"));
    arrows.put("daemon.tunnel", List.of("api", "rpc", "daemon.net"));
    arrows.put("daemon.kube.client", List.of("api", "config.form", "rpc", "paths", "daemon.net"));
    arrows.put(
        "daemon.kube.reads",
        List.of("api", "config", "rpc", "daemon.kube.client", "daemon.net", "daemon.recovery"));
    List<String> rooms = List.of("daemon.kube.client", "daemon.kube.reads");
    arrows.put(
        "daemon.kube", all(List.of(List.of("api", "config", "rpc", "paths", "daemon.net"), rooms)));
    arrows.put(
        "daemon.cluster",
        all(
            List.of(
                List.of(
                    "api",
                    "config",
                    "rpc",
                    "daemon.actor",
                    "daemon.kube",
                    "daemon.recovery",
                    "daemon.time"),
                rooms)));
    arrows.put("daemon.health", List.of("config", "paths", "daemon.actor", "daemon.time"));
    arrows.put("daemon.journal", List.of("api", "journal", "rpc", "paths", "daemon.time"));
    arrows.put(
        "daemon.history",
        List.of("api", "history", "rpc", "paths", "daemon.journal", "daemon.time"));
    arrows.put(
        "daemon.notify",
        List.of("api", "config", "history", "rpc", "paths", "daemon.journal", "daemon.time"));
    arrows.put("daemon.logs", List.of("api", "logs", "rpc", "paths", "daemon.time"));
    arrows.put(
        "daemon.podlog",
        List.of("api", "daemon.cluster", "daemon.kube", "daemon.kube.client", "daemon.recovery"));
    arrows.put("daemon.state", List.of("api", "rpc", "paths", "daemon.time"));
    arrows.put("daemon.settings", List.of("api", "config", "config.form"));
    arrows.put("daemon.operations", List.of("api", "daemon.state"));
    arrows.put(
        "daemon.forward.local",
        List.of(
            "api",
            "config",
            "daemon.actor",
            "daemon.health",
            "daemon.host",
            "daemon.net",
            "daemon.time",
            "daemon.tunnel"));
    arrows.put("daemon.forward.rules", List.of("api", "config", "daemon.actor", "daemon.recovery"));
    arrows.put(
        "daemon.forward.upstream",
        List.of(
            "api",
            "config",
            "daemon.actor",
            "daemon.forward.local",
            "daemon.forward.rules",
            "daemon.kube",
            "daemon.kube.client",
            "daemon.net",
            "daemon.recovery",
            "daemon.time",
            "daemon.tunnel"));
    List<String> forward = new ArrayList<>(List.of("api", "config"));
    for (String used :
        List.of(
            "actor",
            "cluster",
            "forward.local",
            "forward.rules",
            "forward.upstream",
            "health",
            "host",
            "kube",
            "kube.client",
            "net",
            "recovery",
            "time",
            "tunnel")) {
      forward.add("daemon." + used);
    }
    arrows.put("daemon.forward", forward);
    List<String> services =
        all(
            List.of(
                forward,
                List.of(
                    "config.form",
                    "paths",
                    "daemon.forward",
                    "daemon.operations",
                    "daemon.settings",
                    "daemon.state")));
    arrows.put("daemon.services", services);
    arrows.put(
        "daemon.metrics",
        List.of("api", "config", "daemon.cluster", "daemon.host", "daemon.journal", "daemon.time"));
    arrows.put("daemon.explain", List.of("api"));
    arrows.put(
        "daemon.doctor",
        List.of(
            "api",
            "daemon.host",
            "daemon.kube",
            "daemon.kube.client",
            "daemon.kube.reads",
            "daemon.net",
            "daemon.time"));
    List<String> served =
        List.of(
            "daemon.history",
            "daemon.journal",
            "daemon.logs",
            "daemon.podlog",
            "daemon.services",
            "daemon.metrics",
            "daemon.explain",
            "daemon.doctor");
    arrows.put("daemon.control", all(List.of(common, services, served)));
    arrows.put(
        "daemon",
        all(List.of(common, services, served, List.of("daemon.control", "daemon.notify"))));

    arrows.put("simulator.objects", List.of());
    arrows.put("simulator.pods", List.of());
    arrows.put("simulator.portforward", List.of("simulator.pods"));
    arrows.put("simulator.controllers", List.of("simulator.objects", "simulator.pods"));
    arrows.put("simulator.faults", List.of("simulator.objects", "simulator.portforward"));
    List<String> simulator = new ArrayList<>();
    for (String used : List.of("objects", "pods", "portforward", "controllers", "faults")) {
      simulator.add("simulator." + used);
    }
    arrows.put("simulator.server", simulator);
    arrows.put("simulator", all(List.of(simulator, List.of("simulator.server"))));

    arrows.put("cli.manager", List.of("api", "paths"));
    arrows.put("cli.client", List.of("api", "rpc", "paths", "cli.manager"));
    arrows.put("cli.render", List.of("api", "config", "config.form", "logs", "rpc", "paths"));
    arrows.put("cli.demo", List.of("api", "rpc", "paths", "cli.client", "cli.render"));
    arrows.put("cli.ui", List.of("api", "logs", "rpc", "cli.client", "cli.render"));
    arrows.put("cli.doctor", List.of("api", "rpc", "paths", "cli.client"));
    arrows.put("cli.imports.draft", List.of("api", "config", "config.form"));
    arrows.put("cli.imports.tree", List.of());
    arrows.put("cli.imports.shell", List.of("cli.imports.draft"));
    List<String> imports =
        List.of("cli.imports.draft", "cli.imports.tree", "cli.imports.shell", "cli.imports");
    arrows.put("cli.imports", all(List.of(List.of("config", "config.edit"), imports)));
    arrows.put("cli.init", List.of("api", "config", "config.edit"));
    arrows.put("cli.prompt", List.of("cli.init"));
    List<String> used =
        List.of(
            "cli.manager",
            "cli.client",
            "cli.render",
            "cli.demo",
            "cli.ui",
            "cli.doctor",
            "cli.imports",
            "cli.init",
            "cli.prompt");
    arrows.put("cli.command", all(List.of(common, used)));
    arrows.put("cli.packaging", List.of("cli", "cli.client", "cli.render"));
    arrows.put("cli", all(List.of(common, used, List.of("cli.command"))));
    return arrows;
  }

  private static List<String> all(List<List<String>> lists) {
    return lists.stream().flatMap(List::stream).distinct().toList();
  }

  @BeforeAll
  static void readTheClasses() {
    Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    ours =
        new ClassFileImporter()
            .importPaths(
                module.resolveSibling("testing/target/classes"),
                module.resolveSibling("common/target/classes"),
                module.resolveSibling("daemon/target/classes"),
                module.resolveSibling("simulator/target/classes"),
                module.resolve("target/classes"));
  }

  private static DescribedPredicate<JavaClass> in(List<String> packages) {
    return resideInAnyPackage(packages.stream().map(name -> ROOT + name).toArray(String[]::new));
  }

  @TestFactory
  Stream<DynamicTest> everyPackageUsesOnlyWhatLiesBelowIt() {
    return ARROWS.entrySet().stream()
        .map(arrow ->
            DynamicTest.dynamicTest(
                arrow.getKey(), () -> assertUses(arrow.getKey(), arrow.getValue())));
  }

  private static void assertUses(String name, List<String> used) {
    List<String> allowed = all(List.of(List.of(name), used));
    noClasses()
        .that(resideInAPackage(ROOT + name))
        .should()
        .dependOnClassesThat(resideInAPackage(ROOT + ".").and(DescribedPredicate.not(in(allowed))))
        .allowEmptyShould(true)
        .check(ours);
  }

  @Test
  void everyPackageIsOnTheList() {
    List<String> packages =
        ours.stream().map(JavaClass::getPackageName).distinct().sorted().toList();

    assertThat(packages)
        .isSubsetOf(ARROWS.keySet().stream().map(name -> ROOT + name).toList())
        .contains(ROOT + "config", ROOT + "daemon.tunnel", ROOT + "cli.command");
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("dev.localport.(**)").should().beFreeOfCycles().check(ours);
  }

  @Test
  void onlyKubeUsesTheKubernetesClient() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "daemon.kube..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8..", "io.vertx..")
        .check(ours);
  }

  @Test
  void ofTheRoomsOfKubeOthersSeeSixTypes() {
    DescribedPredicate<JavaClass> shown =
        resideInAPackage(ROOT + "daemon.kube.(client|reads)")
            .and(
                nameMatching(
                    ".*\\.(KubeException|PluginLogin|Event(List|Reader|Scope)|ClusterReads(\\$.*)?)"));
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "daemon.kube..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "daemon.kube.(client|reads)")
                .and(DescribedPredicate.not(shown)))
        .check(ours);
  }

  @Test
  void onlyTheDataPlaneUsesNetty() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + "daemon.net",
            ROOT + "daemon.tunnel",
            ROOT + "daemon.forward.local",
            ROOT + "daemon.forward.upstream",
            ROOT + "simulator",
            ROOT + "simulator.(pods|portforward|controllers|faults|server)")
        .and()
        .haveNameNotMatching(
            ROOT
                + "daemon\\.kube\\.client\\.(ApiClient|Endpoints|FewConnections|HttpClients|SharedHttp).*") // hand over its TLS
        .and()
        .haveNameNotMatching(ROOT + "daemon\\.health\\.(Http|Tls).*") // its codec for HTTP
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(ours);
  }

  @Test
  void onlyMetricsServesHttp() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "daemon.metrics")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.sun.net.httpserver..")
        .check(ours);
  }

  @Test
  void onlyTheSimulatorAndTheReaderOfKubernetesObjectsKnowJacksonTrees() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "simulator..")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + "daemon.kube.client.KubeObjects")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml.jackson.databind..")
        .check(ours);
  }

  @Test
  void onlyTheImportOfForeignFilesKnowsTheirParsers() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "cli.imports.tree", ROOT + "daemon..", ROOT + "simulator..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.fasterxml.jackson.dataformat..", "org.yaml..")
        .check(ours);
  }

  @Test
  void onlyRenderPrintsAndKnowsATerminal() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "cli.render", ROOT + "cli.ui", ROOT + "cli.prompt")
        .and()
        .doNotHaveFullyQualifiedName(
            ROOT + "daemon.Main") // it has no other voice before its log is open
        .and()
        .doNotHaveFullyQualifiedName(ROOT + "simulator.Main") // says when it is ready
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "console")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("org.jline..")
        .check(ours);
  }

  @Test
  void onlyFullScreensAndKeyQuestionsLoadTheTerminalLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "cli.ui", ROOT + "cli.prompt")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.jline..")
        .check(ours);
  }

  @Test
  void onlyTimeReadsTheClock() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "daemon.time")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .check(ours);
  }

  @Test
  void onlyWhatMeasuresReadsTheMonotonicClock() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + "paths",
            ROOT + "rpc",
            ROOT + "logs",
            ROOT + "daemon.time",
            ROOT + "daemon.kube.(client|reads)",
            ROOT + "daemon.tunnel",
            ROOT + "daemon.forward.(local|upstream)",
            ROOT + "daemon.services",
            ROOT + "cli.client",
            ROOT + "daemon.control",
            ROOT + "daemon.journal",
            ROOT + "daemon.podlog",
            ROOT + "simulator",
            ROOT + "testing") // how long a test waits
        .should()
        .callMethod(System.class, "nanoTime")
        .check(ours);
  }

  @Test
  void nothingSleeps() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", Duration.class)
        .check(ours);
  }

  @Test
  void onlyMainEndsTheProcess() {
    noClasses()
        .that()
        .doNotHaveSimpleName("Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(ours);
  }
}
