package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code localport config import}: what it reads, writes, refuses and prints. */
class ConfigImportTest {
  @TempDir Path root;

  private Terminal terminal() throws IOException {
    return new Terminal(root);
  }

  private static Path write(Terminal terminal, String file, String text) throws IOException {
    return Files.writeString(terminal.folder().resolve(file), text);
  }

  @Test
  void writesPrintsMergesAndRefuses() throws IOException {
    Terminal terminal = terminal();
    write(
        terminal,
        "pf.sh",
        """
        kubectl -n shop port-forward svc/web 8080:80 &
        kubectl -n data port-forward sts/db 5432 &
        kubectl -n "$TEAM" port-forward svc/cache 6379
        """);
    write(terminal, "more.sh", "kubectl -n ops port-forward svc/web 8080:80 svc/x\n");
    write(terminal, "ops.sh", "kubectl -n ops port-forward --address 0.0.0.0 svc/panel 8080:80\n");
    write(terminal, "none.sh", "echo kubectl port-forward svc/web 8080:80\n");
    write(terminal, "only.sh", "kubectl port-forward svc/$NAME 8080:80\n");
    write(terminal, "empty.sh", "\n");
    write(terminal, "broken.json", "{\"token\": \"geheim\", ");
    write(terminal, "binary.sh", "a\u0000b");

    new Transcript(terminal, null, root.toString()).assertHolds("config-import.txt");
  }

  @Test
  void mergeKeepsCommentsAndIsDoneOnce() throws IOException {
    Terminal terminal = terminal();
    write(terminal, "pf.sh", "kubectl -n shop port-forward svc/api 8081:80\n");
    Path file =
        write(
            terminal,
            "localport.yaml",
            """
            # the team's
            services:
              - name: web # the shop
                connection: {resource_name: web}
                local_port: 8081
                remote_port: 80
            """);

    assertThat(terminal.run("config", "import", "--merge", "pf.sh"))
        .extracting(Terminal.Result::exit)
        .isEqualTo(ExitCode.OK);
    String once = Files.readString(file);
    assertThat(terminal.run("config", "import", "--merge", "pf.sh"))
        .extracting(Terminal.Result::exit)
        .isEqualTo(ExitCode.OK);

    assertThat(once)
        .startsWith("# the team's\n")
        .contains("name: web # the shop")
        .contains("# local port 8081 is also used by web; any free one is taken instead")
        .contains("- name: api");
    assertThat(Files.readString(file)).isEqualTo(once);
  }

  @Test
  void mergeKnowsAForwardThatHasAnotherNameInTheFile() throws IOException {
    Terminal terminal = terminal();
    write(
        terminal,
        "pf.sh",
        """
        kubectl -n shop port-forward svc/web 8081:80
        kubectl -n shop port-forward svc/web 8082:80
        kubectl -n pay port-forward svc/api 8083:80
        """);
    write(
        terminal,
        "localport.yaml",
        """
        version: "1.0"
        services:
          - name: front
            connection: {resource_name: web, namespace: shop, context: dev}
            ports: ["9000:90", "8081:80"]
          - name: back
            connection: {resource_name: api, namespace: shop}
            ports: ["8084:80"]
        """);

    Terminal.Result result = terminal.run("config", "import", "--merge", "pf.sh");

    assertThat(result.stdout()).isEqualTo("added to localport.yaml: 2 services\n");
    assertThat(result.stderr()).contains("localport.yaml already has front; left as it is");
    assertThat(Files.readString(terminal.folder().resolve("localport.yaml")))
        .contains("local_port: 8082", "local_port: 8083")
        .doesNotContain("auto");
  }

  @Test
  void aNamedFileIsWrittenInsteadOfTheUsualOne() throws IOException {
    Terminal terminal = terminal();
    write(terminal, "pf.sh", "kubectl -n shop port-forward svc/api 8081:80\n");

    assertThat(terminal.run("config", "import", "-c", "team.yaml", "pf.sh"))
        .extracting(Terminal.Result::exit)
        .isEqualTo(ExitCode.OK);

    assertThat(terminal.folder().resolve("team.yaml")).exists();
    assertThat(terminal.folder().resolve("localport.yaml")).doesNotExist();
  }

  @Test
  void aHugeFileIsRefused() throws IOException {
    Terminal terminal = terminal();
    write(terminal, "huge.sh", "# ".repeat(3 << 20));

    assertThat(terminal.run("config", "import", "huge.sh"))
        .extracting(Terminal.Result::exit)
        .isEqualTo(ExitCode.CONFIGURATION);
  }
}
