package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.OperationStatus;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code localport operations}: what waits for clusters, and how it is canceled. */
class OperationsCommandTest {
  private static final Instant NOW = Samples.NOW;

  @TempDir private Path root;
  private Terminal terminal;
  private FakeDaemon daemon;

  @BeforeEach
  void open() throws Exception {
    terminal = new Terminal(root);
    daemon = new FakeDaemon(terminal.state());
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  private static OperationStatus restart() {
    return new OperationStatus(
        12, "restart", "web", "prod", "pending", NOW.minusSeconds(240), null, null, null);
  }

  private static OperationStatus canceled() {
    return new OperationStatus(
        11,
        "start",
        "orders-db",
        null,
        "superseded",
        NOW.minusSeconds(300),
        NOW.minusSeconds(60),
        NOW.minusSeconds(30),
        "stop (operation 13) came after it");
  }

  private static JsonObject answer(OperationStatus... operations) {
    return JsonObject.builder()
        .put("operations", Arrays.stream(operations).map(OperationStatus::toJson).toList())
        .build();
  }

  @Test
  void thoseThatWaitAndThoseThatEndedAreListedTheNewestFirst() {
    daemon.answers(Methods.OPERATION_LIST, answer(canceled(), restart()));

    for (List<String> words : List.of(List.of("operations"), List.of("operations", "list"))) {
      Terminal.Result result = terminal.run(words.toArray(String[]::new));

      assertThat(result.exit()).isZero();
      assertThat(result.stdout())
          .isEqualTo(
              """
              SERVICE    ID  OPERATION  CONTEXT  STATE       SINCE
              web        12  restart    prod     pending     4m ago
              orders-db  11  start      -        superseded  5m ago
              """);
    }
  }

  @Test
  void aNameThatIsTooLongFor80ColumnsHasALineOfItsOwn() {
    String longest = "n".repeat(63);
    OperationStatus stop =
        new OperationStatus(
            13, "stop", longest, "prod", "pending", NOW.minusSeconds(60), null, null, null);
    daemon.answers(Methods.OPERATION_LIST, answer(canceled(), restart(), stop));

    assertThat(terminal.withColumns(80).run("operations", "list").stdout())
        .isEqualTo(
            """
            SERVICE    ID  OPERATION  CONTEXT  STATE       SINCE
            %s
                       13  stop       prod     pending     1m ago
            web        12  restart    prod     pending     4m ago
            orders-db  11  start      -        superseded  5m ago
            """
                .formatted(longest));
  }

  @Test
  void theWideTableSaysWhenAndWhyTheyEnded() {
    daemon.answers(Methods.OPERATION_LIST, answer(canceled()));

    assertThat(terminal.run("operations", "-o", "wide").stdout())
        .contains("APPLIED  ENDED    WHY")
        .contains("1m ago   30s ago  stop (operation 13) came after it");
  }

  @Test
  void asJsonTheyAreWhatTheDaemonAnswers() {
    daemon.answers(Methods.OPERATION_LIST, answer(restart()));

    String json = terminal.run("operations", "-o", "json").stdout();

    assertThat(
            JsonObject.parse(json).objects("operations").stream()
                .map(OperationStatus::from)
                .toList())
        .containsExactly(restart());
  }

  @Test
  void thatThereIsNoneIsSaid() {
    daemon.answers(Methods.OPERATION_LIST, answer());

    Terminal.Result result = terminal.run("operations");

    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr())
        .isEqualTo("no operation is pending, and none has ended since the daemon started\n");
  }

  @Test
  void oneIsCanceledByItsNumber() {
    daemon.answers(
        Methods.OPERATION_CANCEL,
        JsonObject.builder().put("operation", restart().toJson()).build());

    Terminal.Result result = terminal.run("operations", "cancel", "12");

    assertThat(daemon.asked()).contains("operation.cancel {\"id\":12}");
    assertThat(result.stdout()).isEqualTo("restart of web canceled (operation 12)\n");
    assertThat(result.exit()).isZero();
  }

  @Test
  void anUnknownNumberEndsWithTheServicesExitCode() {
    daemon.does(
        Methods.OPERATION_CANCEL,
        (_, _) -> {
          throw RpcException.failed(ExitCode.SERVICE, "no operation 7; see: localport operations");
        });

    Terminal.Result result = terminal.run("operations", "cancel", "7");

    assertThat(result.exit()).isEqualTo(ExitCode.SERVICE);
    assertThat(result.stderr()).isEqualTo("no operation 7; see: localport operations\n");
  }

  @Test
  void whatIsNoNumberIsWrongUsage() {
    Terminal.Result result = terminal.run("operations", "cancel", "web");

    assertThat(result.exit()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(result.stderr()).contains("invalid operation \"web\"; see: localport operations");
  }

  @Test
  void thatACancelIsNotOnDiskIsSaid() {
    daemon.answers(
        Methods.OPERATION_CANCEL,
        JsonObject.builder()
            .put("operation", restart().toJson())
            .put("not_saved", "the disk is full")
            .build());

    Terminal.Result result = terminal.run("operations", "cancel", "12");

    assertThat(result.exit()).isEqualTo(ExitCode.GENERAL);
    assertThat(result.stderr()).startsWith("not saved: the disk is full; ");
  }

  @Test
  void theNumbersOfThoseThatWaitCompleteACancel() {
    daemon.answers(Methods.OPERATION_LIST, answer(restart(), canceled()));

    assertThat(terminal.run("__complete", "--", "operations", "cancel", "").stdout())
        .isEqualTo("12\n");
    assertThat(terminal.run("__complete", "--", "operations", "").stdout().lines())
        .containsExactly("cancel", "list");
  }
}
