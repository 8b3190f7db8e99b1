package dev.localport.daemon.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Methods;
import dev.localport.daemon.services.LoadException;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import dev.localport.rpc.RpcServer;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists of all services, which may be longer than a line of the protocol. */
class ServicePagesTest {
  private static final int MANY = 1_200;

  @TempDir private Path folder;

  private RpcClient connect(Path socket) throws IOException {
    return RpcClient.connect(socket, Await.LIMIT, (_, _) -> {});
  }

  @ParameterizedTest
  @ValueSource(strings = {Methods.STATUS, Methods.LIST})
  void aListThatIsLongerThanALineComesInPages(String method)
      throws IOException, InterruptedException, LoadException {
    Path socket = folder.resolve("daemon.sock");
    try (ControlFixture at = new ControlFixture(folder);
        RpcServer _ = ControlFixture.serve(socket, at.control.methods());
        RpcClient client = connect(socket)) {
      at.daemon.load(
          IntStream.range(0, MANY).mapToObj("s%05d: [\":7\"]"::formatted).toArray(String[]::new));
      List<String> names = new ArrayList<>();
      int pages = 0;
      OptionalLong next = OptionalLong.of(0);
      while (next.isPresent()) {
        JsonObject answer =
            client.call(
                method,
                JsonObject.builder().put("all", true).put("next", next.getAsLong()).build());
        assertThat(answer.toString().getBytes(UTF_8)).hasSizeLessThan(1 << 20);
        answer.objects("services").forEach(service -> names.add(service.text("name")));
        next = answer.findNumber("next");
        pages++;
      }

      assertThat(names).hasSize(MANY).doesNotHaveDuplicates().isSorted();
      assertThat(pages).isGreaterThan(1);
    }
  }

  /** A thousand services that cannot start: a variable is not set. */
  private static String withoutVariables() {
    return "version: '1.0'\nservices:\n"
        + IntStream.range(0, 1_000)
            .mapToObj(number ->
                "  - {name: s%04d, connection: {resource_type: pod, resource_name: web-1}, ports: ['auto:${UNSET}']}\n"
                    .formatted(number))
            .collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(strings = {Methods.START, Methods.STOP, Methods.RESTART, Methods.RECONNECT})
  void aThousandServicesWithLongErrorsAreAnsweredInPages(String method)
      throws IOException, InterruptedException, LoadException {
    Path socket = folder.resolve("daemon.sock");
    Path far = folder;
    for (int i = 0; i < 5; i++) {
      far = far.resolve("f".repeat(200)); // what an error says of its place is long, too
    }
    Path file =
        Files.writeString(Files.createDirectories(far).resolve("many.yaml"), withoutVariables());
    try (ControlFixture at = new ControlFixture(folder);
        RpcServer _ = ControlFixture.serve(socket, at.control.methods());
        RpcClient client = connect(socket)) {
      var _ =
          client.call(
              Methods.LOAD,
              JsonObject.builder()
                  .put("file", file.toString())
                  .put("variables", JsonObject.empty())
                  .build());
      List<String> errors = new ArrayList<>();
      OptionalLong next = OptionalLong.of(0);
      int pages = 0;
      while (next.isPresent()) {
        JsonObject answer =
            client.call(
                method,
                JsonObject.builder().put("all", true).put("next", next.getAsLong()).build());
        answer
            .objects("services")
            .forEach(service -> errors.add(service.object("last_error").text("message")));
        next = answer.findNumber("next");
        pages++;
      }

      assertThat(errors)
          .hasSize(1_000)
          .doesNotHaveDuplicates()
          .allMatch(error -> error.length() > 1_000);
      assertThat(pages).isGreaterThan(3);
    }
  }

  @Test
  void aShortListIsOnePage() throws IOException, InterruptedException, LoadException {
    Path socket = folder.resolve("daemon.sock");
    try (ControlFixture at = new ControlFixture(folder);
        RpcServer _ = ControlFixture.serve(socket, at.control.methods());
        RpcClient client = connect(socket)) {
      at.daemon.load("web: [\":7\"]");

      JsonObject answer = client.call(Methods.STATUS, JsonObject.empty());

      assertThat(answer.objects("services")).hasSize(1);
      assertThat(answer.findNumber("next")).isEmpty();
    }
  }
}
