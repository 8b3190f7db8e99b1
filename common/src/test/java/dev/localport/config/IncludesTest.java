package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.form.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that include others: what is read, in which order, and what is said of mistakes.
 *
 * <p>Over 300 lines, since most of it is the files.
 */
class IncludesTest {
  private static final String TEAM =
      """
      version: "1.0"
      defaults: {hold: {timeout: 5s}}
      services:
        - name: orders-db
          tags: [data]
          connection: {resource_name: db, namespace: orders}
          local_port: 5432
          remote_port: 5432
        - name: web
          connection: {resource_name: web}
          ports: ["8080:80"]
      """;

  @TempDir private Path folder;
  private FileTree files;

  @BeforeEach
  void writeTheTeamsFile() throws IOException {
    files = new FileTree(folder.toRealPath()).write("team.yaml", TEAM);
  }

  private List<String> shown(ConfigFile config) {
    return config.services().stream()
        .map(service -> service.name() + " " + service.ports().getFirst().local())
        .toList();
  }

  private String problems(String file) throws IOException {
    return Read.problems(files.read(file));
  }

  @Test
  void anOverrideSaysOnlyWhatDiffers() throws IOException {
    files.write(
        "mine.yaml",
        """
        version: "1.0"
        include: team.yaml
        services:
          - name: scratch
            connection: {resource_name: scratch}
            ports: ["9000"]
          - {name: orders-db, local_port: 15432}
        """);

    ConfigFile config = files.config("mine.yaml", Map.of());

    assertThat(shown(config)).containsExactly("orders-db 15432", "web 8080", "scratch 9000");
    ServiceConfig orders = config.services().getFirst();
    assertThat(orders.tags()).containsExactly("data");
    assertThat(orders.target().namespace()).isEqualTo("orders");
    assertThat(orders.tuning().hold().timeout()).hasSeconds(5);
    assertThat(config.notes()).isEmpty();
    assertThat(config.included()).map(IncludedFile::label).containsExactly("team.yaml");
    assertThat(config.included())
        .map(IncludedFile::path)
        .containsExactly(files.root().resolve("team.yaml"));
  }

  @Test
  void aLaterFileWinsOverAnEarlierOneAndTheFileItselfOverAll() throws IOException {
    files
        .write(
            "lib/a.yaml",
            "services:\n- {name: web, local_port: 1, remote_port: 80, priority: 1, lazy: true}\n")
        .write(
            "lib/b.yaml",
            "include: [c.yaml]\nservices:\n- {name: web, local_port: 2, priority: 2}\n")
        .write("lib/c.yaml", "# nothing\n")
        .write(
            "mine.yaml",
            "version: '1.0'\ninclude: [team.yaml, lib/a.yaml, lib/b.yaml]\nservices:\n- {name: web, local_port: 3}\n");

    ConfigFile config = files.config("mine.yaml", Map.of());

    ServiceConfig web = config.services().getLast();
    assertThat(shown(config)).containsExactly("orders-db 5432", "web 3");
    assertThat(web.start().priority()).isEqualTo(2);
    assertThat(web.tuning().lazy()).isTrue();
    assertThat(config.included())
        .map(IncludedFile::label)
        .containsExactly("team.yaml", "lib/a.yaml", "lib/b.yaml", "lib/c.yaml");
  }

  @Test
  void aFileMayConsistOfItsIncludes() throws IOException {
    files.write("mine.yaml", "version: '1.0'\ninclude: team.yaml\n");

    assertThat(files.config("mine.yaml", Map.of()))
        .usingRecursiveComparison()
        .ignoringFields("file", "included", "sensitive")
        .isEqualTo(files.config("team.yaml", Map.of()));
  }

  @Test
  void variablesOfAllFilesAreKnownAndNameFilesToo() throws IOException {
    files
        .write("home/more.yaml", "services:\n- {name: web, description: \"${TEXT}\"}\n")
        .write(
            "mine.yaml",
            "version: '1.0'\ninclude: ['${DIR:.}/team.yaml', \"~/${MORE}\"]\nservices:\n- {name: web, tags: [\"${TAG:x}\"]}\n");

    ConfigFile config = files.config("mine.yaml", Map.of("TEXT", "hello", "MORE", "more.yaml"));

    assertThat(config.services().getLast().description()).isEqualTo("hello");
    assertThat(config.variables()).containsExactlyInAnyOrder("TEXT", "MORE", "DIR", "TAG");
    assertThat(problems("mine.yaml"))
        .isEqualTo(
            "error mine.yaml:2:33: include[1]: the variable MORE is not set; set it in the shell,"
                + " or write ${MORE:default}");
  }

  @Test
  void relativePathsMeanTheFolderOfTheFileThatSaysThem() throws IOException {
    files
        .write(
            "shared/paths.yaml",
            """
            kubeconfig: kube/config
            include: more.yaml
            defaults: {health_check: {type: https, config: {url: /, ca_file: ../ca.pem}}}
            cluster_contexts:
              dev: {kubeconfig: "${KUBE:~/dev}"}
              prod: {kubeconfig: /etc/prod}
            notify:
            - {on: [failed], command: [./say, failed]}
            """)
        .write(
            "shared/more.yaml",
            """
            services:
              - name: web
                connection: {resource_name: web}
                ports: ["80"]
              - name: dev
                connection: {resource_name: web, context: dev}
                ports: ["81"]
                health_check: {type: exec, config: {command: [bin/check, bin/x]}}
              - name: prod
                connection: {resource_name: web, context: prod}
                ports: ["82"]
                health_check: {type: exec, config: {command: [check, bin/x]}}
            """)
        .write(
            "mine.yaml",
            """
            version: "1.0"
            include: shared/paths.yaml
            cluster_contexts: {own: {kubeconfig: mine/config}}
            services:
              - name: own
                connection: {resource_name: web, context: own}
                ports: ["83"]
                health_check: {type: https, config: {url: /, ca_file: my.pem}}
            """);
    String shared = files.root().resolve("shared").toString();

    ConfigFile config = files.config("mine.yaml", Map.of());
    ConfigFile moved = files.config("mine.yaml", Map.of("KUBE", "up/config"));

    assertThat(config.services())
        .map(service -> service.target().kubeconfig())
        .containsExactly(shared + "/kube/config", "~/dev", "/etc/prod", "mine/config");
    assertThat(moved.services().get(1).target().kubeconfig()).isEqualTo(shared + "/up/config");
    assertThat(config.services())
        .map(service -> probe(service))
        .containsExactly(
            shared + "/../ca.pem", "[" + shared + "/bin/check, bin/x]", "[check, bin/x]", "my.pem");
    assertThat(config.daemon().notifications())
        .singleElement()
        .satisfies(notify -> {
          assertThat(notify.command()).containsExactly("./say", "failed");
          assertThat(notify.folder()).isEqualTo(Path.of(shared));
        });
  }

  private static String probe(ServiceConfig service) {
    return switch (Objects.requireNonNull(service.tuning().healthCheck()).probe()) {
      case HealthProbe.Exec(List<String> command) -> command.toString();
      case HealthProbe.Http http -> String.valueOf(http.caFile());
      case HealthProbe.Tcp tcp -> String.valueOf(tcp.port());
    };
  }

  @Test
  void whatNeedsTrustIsNamedWhereItIsWritten() throws IOException {
    files
        .write("theirs.yaml", "kubeconfig: x\nservices:\n- name: web\n  expose: true\n")
        .write("mine.yaml", "version: '1.0'\ninclude: [team.yaml, theirs.yaml]\nservices: []\n");

    assertThat(files.config("mine.yaml", Map.of()).sensitive())
        .map(Problem::toString)
        .containsExactly(
            "mine.yaml:2:10: include: reads another file",
            "theirs.yaml:1:13: kubeconfig: uses other credentials",
            "theirs.yaml:4:11: services[1].expose: lets others on the network connect");
  }

  @Test
  void trustCoversTheContentOfAllFiles() throws IOException {
    byte[] mine = "version: '1.0'\ninclude: team.yaml\n".getBytes(StandardCharsets.UTF_8);
    byte[] team = TEAM.getBytes(StandardCharsets.UTF_8);
    files.write("mine.yaml", new String(mine, StandardCharsets.UTF_8));
    byte[] before = files.config("mine.yaml", Map.of()).trusted(mine);

    assertThat(files.config("mine.yaml", Map.of()).trusted(mine)).isEqualTo(before);
    assertThat(files.config("team.yaml", Map.of()).trusted(team)).as("as before").isEqualTo(team);

    files.write("team.yaml", TEAM + "# changed\n");
    assertThat(files.config("mine.yaml", Map.of()).trusted(mine)).isNotEqualTo(before);
  }

  private record Mistake(String what, Map<String, String> files, String problems) {}

  private static final String MINE = "version: '1.0'\ninclude: %s\nservices: []\n";

  private static final List<Mistake> MISTAKES =
      List.of(
          new Mistake(
              "a file that is missing",
              Map.of("mine.yaml", MINE.formatted("[team.yaml, none/x.yaml]")),
              "error mine.yaml:2:22: include[1]: none/x.yaml does not exist; create it, or fix the path"),
          new Mistake(
              "a folder",
              Map.of("mine.yaml", MINE.formatted("'.'")),
              "error mine.yaml:2:10: include:  cannot be read: it is a folder, not a regular file"),
          new Mistake(
              "a value that is no path",
              Map.of("mine.yaml", MINE.formatted("{a: b}")),
              "error mine.yaml:2:10: include: expected a single value, not keys"),
          new Mistake(
              "an empty list",
              Map.of("mine.yaml", MINE.formatted("[]")),
              "error mine.yaml:2:10: include: the list is empty; write the path of a file"),
          new Mistake(
              "itself",
              Map.of("mine.yaml", MINE.formatted("./mine.yaml")),
              "error mine.yaml:2:10: include: the files include each other: mine.yaml → mine.yaml; remove one include"),
          new Mistake(
              "a cycle",
              Map.of(
                  "mine.yaml", MINE.formatted("a.yaml"),
                  "a.yaml", "include: [team.yaml, sub/b.yaml]\n",
                  "sub/b.yaml", "services: []\ninclude: ../a.yaml\n"),
              "error sub/b.yaml:2:10: include: the files include each other: mine.yaml → a.yaml → sub/b.yaml → a.yaml; remove one include"),
          new Mistake(
              "wrong values of two files, each in its place",
              Map.of(
                  "mine.yaml",
                  "version: '1.0'\ninclude: [team.yaml, a.yaml]\nservices:\n- {name: web, lazy: perhaps}\n",
                  "a.yaml",
                  "services:\n- name: web\n  balance: 3\n  tagz: [x]\n"),
              """
              error a.yaml:3:12: services[1].balance: invalid value "3"; use true or false
              warning a.yaml:4:3: services[1].tagz: unknown key; did you mean tags?
              error mine.yaml:4:21: services[1].lazy: invalid value "perhaps"; use true or false\
              """),
          new Mistake(
              "a service that is in no included file",
              Map.of(
                  "mine.yaml",
                  "version: '1.0'\ninclude: team.yaml\nservices:\n- {name: wep, local_port: 1, remote_port: 2}\n"),
              "error mine.yaml:4:3: services[0]: no included file has the service wep; did you mean web?"),
          new Mistake(
              "a service that the team has removed",
              Map.of(
                  "mine.yaml",
                  "version: '1.0'\ninclude: team.yaml\nservices:\n- {name: gone, lazy: true}\n- {name: web, lazy: 3}\n"),
              """
              error mine.yaml:4:3: services[0]: no included file has the service gone; add its connection, or remove it
              error mine.yaml:5:21: services[1].lazy: invalid value "3"; use true or false\
              """),
          new Mistake(
              "a version that is not known",
              Map.of("mine.yaml", MINE.formatted("a.yaml"), "a.yaml", "version: \"2.0\"\n"),
              "error a.yaml:1:10: version: 2.0 is not a supported version; use 1.0"),
          new Mistake(
              "a list in the place of keys",
              Map.of("mine.yaml", MINE.formatted("a.yaml"), "a.yaml", "- x\n"),
              "error a.yaml:1:1: expected keys; write key: value, one per line"),
          new Mistake(
              "no YAML",
              Map.of("mine.yaml", MINE.formatted("a.yaml"), "a.yaml", "a: b\nc: [\n"),
              "error a.yaml:3:1: not YAML: the file ends in the middle of a list or map; close it"),
          new Mistake(
              "a key that is there twice",
              Map.of(
                  "mine.yaml", MINE.formatted("a.yaml"), "a.yaml", "services: []\nservices: []\n"),
              "error a.yaml:2:1: services: duplicate key, first in line 1; keep one"),
          new Mistake(
              "one name by two ways",
              Map.of(
                  "mine.yaml",
                  "version: '1.0'\ninclude: team.yaml\nservices:\n- {name: \"${W:web}\", connection: {resource_name: x}, ports: ['1']}\n"),
              "error mine.yaml:4:10: services[2].name: ${W:web} is already used by the service in team.yaml:9:11; use another name"));

  @TestFactory
  Stream<DynamicTest> mistakesAreToldWhereTheyAre() {
    return MISTAKES.stream()
        .map(mistake ->
            DynamicTest.dynamicTest(
                mistake.what(),
                () -> {
                  for (Map.Entry<String, String> file : mistake.files().entrySet()) {
                    files.write(file.getKey(), file.getValue());
                  }
                  assertThat(problems("mine.yaml")).isEqualTo(mistake.problems());
                }));
  }

  @Test
  void levelsHaveALimit() throws IOException {
    files.write("0.yaml", "version: '1.0'\ninclude: 1.yaml\nservices: []\n");
    for (int i = 1; i < 9; i++) {
      files.write(i + ".yaml", "include: " + (i + 1) + ".yaml\n");
    }

    assertThat(problems("1.yaml")).contains("9.yaml does not exist");
    assertThat(problems("0.yaml"))
        .isEqualTo(
            "error 8.yaml:1:10: include: more than 8 levels of files: 0.yaml → 1.yaml → 2.yaml →"
                + " 3.yaml → 4.yaml → 5.yaml → 6.yaml → 7.yaml → 8.yaml → 9.yaml; include it"
                + " further up");
  }

  @Test
  void theNumberOfFilesHasALimit() throws IOException {
    String some = String.join(", ", Collections.nCopies(8, "team.yaml"));
    for (int i = 0; i < 4; i++) {
      files.write(i + ".yaml", "include: [" + some + "]\n");
    }
    files.write("mine.yaml", MINE.formatted("[0.yaml, 1.yaml, 2.yaml]"));
    assertThat(problems("mine.yaml")).isEmpty();

    files.write("mine.yaml", MINE.formatted("[0.yaml, 1.yaml, 2.yaml, 3.yaml, 3.yaml]"));
    assertThat(problems("mine.yaml"))
        .isEqualTo(
            "error 3.yaml:1:55: include[4]: more than 32 files are included; include fewer files");
  }

  @Test
  void aFileThatIsNotUtf8IsNamed() throws IOException {
    Files.write(files.root().resolve("bad.yaml"), new byte[] {'a', (byte) 0xff});
    files.write("mine.yaml", MINE.formatted("bad.yaml"));

    assertThat(problems("mine.yaml"))
        .isEqualTo("error bad.yaml:1:1: the file is not UTF-8; save it as UTF-8");
  }

  @Test
  void allFilesTogetherHaveALimit() throws IOException {
    String many = "x: [" + "1,".repeat(60_000) + "1]\n";
    files
        .write("a.yaml", many)
        .write("b.yaml", many.replace("x:", "y:"))
        .write("mine.yaml", MINE.formatted("[a.yaml, b.yaml]"));

    assertThat(problems("mine.yaml"))
        .contains("include: with the files that it includes, it has more than 100000 values");
  }

  @Test
  void aTextWithoutAFileIncludesNothing() {
    assertThat(Read.problems(ConfigReader.read("command line", MINE.formatted("/x.yaml"), false)))
        .isEqualTo(
            "error command line:2:10: include: a configuration without a file cannot include"
                + " files; write it to a file");
  }
}
