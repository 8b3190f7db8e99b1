package dev.localport.config.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.ConfigAccess;
import dev.localport.config.FileTree;
import dev.localport.config.Read;
import dev.localport.config.ServiceConfig;
import dev.localport.config.form.YamlText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is written, exported and migrated of a file that includes others: those stay as they are.
 */
class IncludesInEditsTest {
  private static final String TEAM =
      """
      kubeconfig: kube/config
      services:
        - name: db
          connection: {resource_name: db}
          ports: ["5432"]
          health_check: {type: https, config: {url: /, ca_file: "${CA:ca.pem}"}}
        - name: web
          connection: {resource_name: web}
          ports: ["8080:80"]
      """;

  private static final ServiceConfig NEW = service("new");
  private static final String ENTRY =
      """
        - name: new
          connection:
            resource_type: service
            resource_name: new
          local_port: 1
          remote_port: 1
      """;

  @TempDir private Path root;
  private FileTree files;

  private static ServiceConfig service(String name) {
    return Read.services(
            "version: '1.0'\nservices:\n- {name: %s, connection: {resource_name: %s}, ports: ['1']}\n"
                .formatted(name, name))
        .getFirst();
  }

  @BeforeEach
  void writeTheTeamsFile() throws IOException {
    files = new FileTree(root).write("team/team.yaml", TEAM);
  }

  private EditResult add(String text, ServiceConfig service) {
    return ConfigEdit.addService(files.access("mine.yaml"), text, Map.of(), service);
  }

  @Test
  void aServiceIsAddedToTheFileAndNotToThoseThatItIncludes() {
    String mine =
        "version: \"1.0\"\ninclude: team/team.yaml # ours\nservices:\n  - {name: web, lazy: true}\n";

    assertThat(add(mine, NEW)).isEqualTo(new EditResult.Edited(mine + ENTRY));
    assertThat(add(mine, service("db")))
        .isEqualTo(new EditResult.Refused("mine.yaml: db already exists; choose another name"));
  }

  @Test
  void aFileWithoutServicesOfItsOwnGetsAList() {
    String mine = "version: \"1.0\"\ninclude: team/team.yaml\n";

    assertThat(add(mine, NEW)).isEqualTo(new EditResult.Edited(mine + "services:\n" + ENTRY));
  }

  @Test
  void anEmptyLineStandsOnlyBetweenServices() {
    String mine = "version: \"1.0\"\ninclude: team/team.yaml\n";
    List<String> lines =
        List.of("", "- {name: own, connection: {resource_name: x}, ports: ['auto:1']}");
    String entry = "  " + lines.getLast() + "\n";
    ConfigAccess file = files.access("mine.yaml");

    assertThat(ConfigEdit.addEntries(file, mine, Map.of(), List.of("own"), lines))
        .isEqualTo(new EditResult.Edited(mine + "services:\n" + entry));
    assertThat(
            ConfigEdit.addEntries(file, mine + "services: []\n", Map.of(), List.of("own"), lines))
        .isInstanceOfSatisfying(
            EditResult.Edited.class, edited -> assertThat(edited.text()).doesNotContain("\n\n"));
    assertThat(
            ConfigEdit.addEntries(
                file,
                mine + "services:\n  - {name: web, lazy: true}\n",
                Map.of(),
                List.of("own"),
                lines))
        .isEqualTo(
            new EditResult.Edited(mine + "services:\n  - {name: web, lazy: true}\n\n" + entry));
  }

  @Test
  void anExportIsOneFile() {
    String mine =
        "version: \"1.0\"\ninclude: team/team.yaml\nservices:\n- {name: web, ports: ['9090:80']}\n";

    assertThat(
            YamlText.write(
                ConfigExport.of(
                    files.access("mine.yaml"),
                    mine,
                    Map.of(),
                    new ExportOptions(List.of(), List.of(), true, false))))
        .isEqualTo(
            """
            kubeconfig: ROOT/team/kube/config
            services:
            - name: db
              connection:
                resource_name: db
              ports:
              - '5432'
              health_check:
                type: https
                config:
                  url: /
                  ca_file: ROOT/team/${CA:ca.pem}
            - name: web
              connection:
                resource_name: web
              ports:
              - 9090:80
            version: '1.0'
            """
                .replace("ROOT", root.toString()));
  }

  @Test
  void aVariableInFrontOfAPathDecidesWhetherItIsRelative() {
    Map<String, Object> export =
        ConfigExport.of(
            files.access("mine.yaml"),
            "include: team/team.yaml\n",
            Map.of("CA", "/etc/ca.pem"),
            new ExportOptions(List.of("db"), List.of(), true, false));

    assertThat(export.toString()).contains("ca_file=${CA:ca.pem}");
  }

  @Test
  void aMigrationLeavesIncludesAlone() {
    String old =
        "include: team/team.yaml\ndefaults: {restart_policy: {enabled: true}}\nservices: []\n";

    assertThat(ConfigMigration.migrate("mine.yaml", old).text())
        .isEqualTo(
            "version: \"1.0\"\ninclude: team/team.yaml\ndefaults: {reconnect: {auto: true}}\nservices: []\n");
  }
}
