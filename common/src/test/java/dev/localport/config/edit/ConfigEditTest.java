package dev.localport.config.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.Read;
import dev.localport.config.ServiceConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigEditTest {
  private static final ServiceConfig DB = Read.service("local_port: 5433, remote_port: 5432");
  private static final String ENTRY =
      """
      - name: db
        connection:
          resource_type: service
          resource_name: db
        local_port: 5433
        remote_port: 5432
      """;

  private static String added(String text) {
    return switch (ConfigEdit.addService("f", text, Map.of(), DB)) {
      case EditResult.Edited(String edited) -> edited;
      case EditResult.Refused(String why) -> throw new AssertionError(why);
    };
  }

  private static EditResult refused(String why) {
    return new EditResult.Refused(why);
  }

  private static String indented(int spaces, String entry) {
    return entry.indent(spaces);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "  \n"})
  void anEmptyFileBecomesAWholeOne(String empty) {
    assertThat(added(empty)).isEqualTo("version: \"1.0\"\n\nservices:\n" + indented(2, ENTRY));
  }

  @Test
  void everythingBeforeAndBehindTheListStays() {
    String before =
        """
        # Ada's ports
        version:   "1.0"   # the only one
        services:

          # the first
          -   name: 'a'   # odd, but mine
              connection: { resource_name: a }
              ports:
                - "1"   # one
                # - "2"
        """;
    String behind =
        """

        # contexts come last
        cluster_contexts:
          dev:
        """;

    assertThat(added(before + behind)).isEqualTo(before + indented(2, ENTRY) + behind);
  }

  @Test
  void theListKeepsItsOwnIndentation() {
    String deep =
        """
        services:
              - connection: {resource_name: a}
                ports: ["1"]
                name: a
        version: "1.0"
        """;
    String flat =
        """
        services:
        - connection: {resource_name: a}
          ports:
          - 1
          name: a\
        """;

    assertThat(added(deep))
        .isEqualTo(deep.replace("version", indented(6, ENTRY).concat("version")));
    assertThat(added(flat)).isEqualTo(flat + "\n" + indented(0, ENTRY));
  }

  @Test
  void aServiceThatEndsInABlockOfTextOrAnAliasStaysWhole() {
    String text =
        """
        services:
          - name: a
            tags: &t [x]
            connection: {resource_name: a}
            ports: ["1"]
            description: |
              two 😀

              lines
        """;
    String alias =
        """
        services:
          - {name: a, tags: &t [x], connection: {resource_name: a}, ports: ["1"]}
          - name: b
            connection: {resource_name: a}
            ports: ["1"]
            tags: *t # the same
        """;

    assertThat(added(text)).isEqualTo(text + indented(2, ENTRY));
    assertThat(added(alias + "kubeconfig: a\n"))
        .isEqualTo(alias + indented(2, ENTRY) + "kubeconfig: a\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " []", " [\n  ]", " ~", "   null"})
  void aListWithoutEntriesIsBegun(String nothing) {
    String head = "version: '1.0'\nservices:";

    assertThat(added(head + nothing)).isEqualTo(head + "\n" + indented(2, ENTRY));
    assertThat(added(head + nothing + " # none\nkubeconfig: a\n"))
        .isEqualTo(head + " # none\n" + indented(2, ENTRY) + "kubeconfig: a\n");
  }

  @Test
  void aFileWithoutAListGetsOneAtItsEnd() {
    assertThat(added("kubeconfig: a # mine"))
        .isEqualTo("kubeconfig: a # mine\nversion: \"1.0\"\n\nservices:\n" + indented(2, ENTRY));
    assertThat(added("version: '1.0'\n"))
        .isEqualTo("version: '1.0'\nservices:\n" + indented(2, ENTRY));
    assertThat(added("# only words\n"))
        .isEqualTo("# only words\nversion: \"1.0\"\n\nservices:\n" + indented(2, ENTRY));
  }

  @Test
  void theFilesWayOfEndingLinesStays() {
    String text =
        "version: '1.0'\r\nservices:\r\n  - {name: a, connection: {resource_name: a}, ports: ['1']}\r\n";

    assertThat(added(text)).isEqualTo(text + indented(2, ENTRY).replace("\n", "\r\n"));
  }

  @Test
  void everyPartOfAServiceIsWrittenAndReadAgain() {
    List<ServiceConfig> services =
        Read.services(
            """
            version: "1.0"
            services:
              - name: "0123"
                enabled: false
                autostart: false
                description: 'a "quoted" \\ text: # {with} everything'
                tags: [dev, "null", "a b", "1.0"]
                connection: {resource_type: pod, resource_name: "yes", namespace: "on", context: "a:b"}
                ports: [{name: web, local: auto, remote: http}, "1:2"]
              - {name: b, description: "line\\nbreak", connection: {resource_name: b, ready: any}, ports: ["auto:http"]}
              - {name: c, connection: {selector: "app=c,tier in (x)"}, ports: [{name: http, local: 1, remote: 2}]}
            """);

    for (ServiceConfig service : services) {
      EditResult result = ConfigEdit.addService("f", "", Map.of(), service);

      assertThat(result).isInstanceOf(EditResult.Edited.class);
      ServiceConfig read = Read.services(((EditResult.Edited) result).text()).getFirst();
      assertThat(read).usingRecursiveComparison().ignoringFields("at").isEqualTo(service);
    }
  }

  @Test
  void aNameThatIsThereIsRefused() {
    assertThat(ConfigEdit.addService("f", added(""), Map.of(), DB))
        .isEqualTo(refused("f: db already exists; choose another name"));
  }

  @Test
  void formsThatLeaveNoPlaceAreRefused() {
    String entry = "{name: a, connection: {resource_name: a}, ports: ['1']}";

    assertThat(ConfigEdit.addService("f", "services: [" + entry + "]", Map.of(), DB))
        .isEqualTo(refused("f: services is written in […]; begin each entry with a dash"));
    assertThat(ConfigEdit.addService("f", "{\"services\": []}", Map.of(), DB))
        .isEqualTo(refused("f: the file is written in {…}; add the service by hand"));
    assertThat(ConfigEdit.addService("f", "services: &s\n- " + entry, Map.of(), DB))
        .isEqualTo(
            refused("f: services has an anchor, a tag or an alias; add the service by hand"));
    assertThat(ConfigEdit.addService("f", "x: &s []\nservices: *s\n", Map.of(), DB))
        .isEqualTo(
            refused("f: services has an anchor, a tag or an alias; add the service by hand"));
  }

  @Test
  void aFileWithMistakesIsLeftAlone() {
    assertThat(ConfigEdit.addService("f", "services: [", Map.of(), DB))
        .isEqualTo(
            refused(
                "fix the file first: f:1:12: not YAML: the file ends in the middle of a list or map;"
                    + " close it"));
    assertThat(ConfigEdit.addService("f", "version: '1.0'\nservices: {}\n", Map.of(), DB))
        .isEqualTo(
            refused(
                "fix the file first: f:2:11: services: expected a list; begin each entry"
                    + " with a dash"));
  }

  @Test
  void aServiceThatWouldBeReadOtherwiseIsRefused() {
    ServiceConfig variable =
        new ServiceConfig(
            "${name}",
            DB.target(),
            DB.ports(),
            DB.bindAddress(),
            DB.start(),
            DB.tags(),
            DB.description(),
            DB.tuning(),
            DB.clusterHealth(),
            DB.env(),
            DB.at());

    assertThat(ConfigEdit.addService("f", "", Map.of(), variable))
        .isEqualTo(
            refused(
                "f: LocalPort cannot add a service to a file written this way; add it"
                    + " by hand"));
  }

  @Test
  void aByteOrderMarkAtTheStartMovesNothing() {
    String text =
        "\ufeffservices:\n  - {name: a, connection: {resource_name: a}, ports: ['1']}\nkubeconfig: a\n";

    assertThat(added(text))
        .isEqualTo(text.replace("kubeconfig", indented(2, ENTRY).concat("kubeconfig")));
  }
}
