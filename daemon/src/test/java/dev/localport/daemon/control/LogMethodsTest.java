package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.daemon.journal.LogFiles;
import dev.localport.daemon.services.ForwardsFixture;
import dev.localport.daemon.services.LoadException;
import dev.localport.paths.Places;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogMethodsTest {
  @TempDir private Path folder;
  private Places places;
  private LogFiles files;
  private ForwardsFixture daemon;
  private LogMethods methods;

  @BeforeEach
  void open() throws IOException, InterruptedException, LoadException {
    places = new Places(Map.of("LOCALPORT_HOME", folder.toString()), folder, folder, "eve");
    Files.createDirectories(places.serviceLog("web").resolveSibling(""));
    daemon = new ForwardsFixture(folder);
    daemon.load("web: [\":7\"]");
    files = LogFiles.open(places, null);
    methods = new LogMethods(files, daemon.forwards);
  }

  @AfterEach
  void close() throws InterruptedException {
    daemon.close();
    files.close();
  }

  private List<String> query(@Nullable String service) {
    JsonObject params = JsonObject.builder().put("service", service).put("lines", 9).build();
    return methods.query(params, new DeafCaller()).texts("lines");
  }

  @Test
  void anUnknownServiceIsRefusedWithItsExitCode() {
    for (String name : List.of("nosuch", "../daemon", "")) {
      assertThatThrownBy(() -> query(name))
          .isInstanceOfSatisfying(
              RpcException.class, e -> assertThat(e.data().number("exit_code")).isEqualTo(3))
          .hasMessage("no service \"%s\"; see: localport status".formatted(name));
    }
  }

  @Test
  void aFollowerOfAnUnknownServiceIsRefusedToo() {
    JsonObject params = JsonObject.builder().put("service", "nosuch").build();

    assertThatThrownBy(() -> methods.follow(params, new DeafCaller()))
        .hasMessage("no service \"nosuch\"; see: localport status");
  }

  @Test
  void aServiceThatHasNotLoggedAnythingHasNoLines() {
    assertThat(query("web")).isEmpty();
  }

  @Test
  void aLogOutlivesItsService() throws IOException, InterruptedException {
    Files.writeString(places.serviceLog("gone"), "one\ntwo\n");

    assertThat(query("gone")).containsExactly("one", "two");
  }
}
