package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.EventQuery;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.daemon.journal.Journal;
import dev.localport.daemon.time.ManualTimers;
import dev.localport.journal.JournalReader;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventMethodsTest {
  private static final Instant LATE = Instant.parse("2200-01-01T00:00:00Z");
  private static final JsonObject LIMITED = JsonObject.builder().put("limit", 50).build();

  @TempDir private Path folder;
  private Journal journal;
  private EventMethods methods;

  @BeforeEach
  void open() {
    journal = Journal.open(folder.resolve("journal"), new ManualTimers());
    methods = new EventMethods(journal, List::of);
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private void happens(String service, String cause) {
    journal.add(JournalEntry.of(JournalType.ERROR).service(service).cause(cause));
  }

  private JsonObject query(JsonObject params) throws InterruptedException {
    return methods.query(params, new DeafCaller());
  }

  private static List<Long> numbers(JsonObject answer) {
    return answer.objects("events").stream().map(event -> event.number("sequence")).toList();
  }

  private static JsonObject of(String service) {
    return JsonObject.builder().put("service", service).build();
  }

  @Test
  void theAnswerHasTheEventsAndTheNewestNumber() throws InterruptedException {
    happens("web", "one");
    happens("db", "two");

    JsonObject answer = query(of("web"));

    assertThat(numbers(answer)).containsExactly(1L);
    assertThat(answer.findNumber("next")).isEmpty();
    assertThat(answer.number("sequence")).isEqualTo(2);
  }

  @Test
  void aLongAnswerIsReadOnceForAllOfItsPages() throws IOException, InterruptedException {
    aLot();
    DeafCaller caller = new DeafCaller();
    JsonObject first = methods.query(LIMITED, caller);
    for (Path file : new JournalReader(folder.resolve("journal")).files()) {
      Files.delete(file);
    }

    List<Long> all = pages(first, () -> caller);

    assertThat(all).isEqualTo(LongStream.range(11, 61).boxed().toList());
    assertThat(answered(caller)).as("it is forgotten behind its last page").isEmpty();
  }

  private List<Long> answered(DeafCaller caller) throws InterruptedException {
    return numbers(
        methods.query(JsonObject.builder().putAll(LIMITED).put("next", 20).build(), caller));
  }

  @Test
  void anotherConnectionGoesOnBehindTheLastEvent() throws InterruptedException {
    aLot();

    List<Long> all =
        pages(
            methods.query(LIMITED, new DeafCaller()),
            () -> {
              happens("db", "meanwhile");
              return new DeafCaller();
            });

    assertThat(all.size()).isGreaterThan(50);
    assertThat(all).isEqualTo(LongStream.range(11, 11 + all.size()).boxed().toList());
  }

  private void aLot() {
    for (int i = 0; i < 60; i++) {
      happens("web", "x".repeat(20_000));
    }
  }

  private List<Long> pages(JsonObject first, Supplier<DeafCaller> caller)
      throws InterruptedException {
    JsonObject page = first;
    List<Long> all = new ArrayList<>(numbers(page));
    for (OptionalLong next = page.findNumber("next");
        next.isPresent();
        next = page.findNumber("next")) {
      JsonObject more = JsonObject.builder().putAll(LIMITED).put("next", next.getAsLong()).build();
      page = methods.query(more, caller.get());
      all.addAll(numbers(page));
    }
    return all;
  }

  @Test
  void aServiceThatWasRemovedIsKnownByItsEvents() throws InterruptedException {
    happens("old", "lost");
    JsonObject none =
        JsonObject.builder().putAll(of("old")).put("types", List.of("settings")).build();

    assertThat(numbers(query(of("old")))).containsExactly(1L);
    assertThat(numbers(query(none))).isEmpty();
  }

  @Test
  void aNameThatNothingHasIsAnErrorThatNamesTheNearest() {
    happens("web", "lost");

    assertThatThrownBy(() -> query(of("wbe")))
        .isInstanceOf(RpcException.class)
        .hasMessage("no service \"wbe\"; did you mean web?")
        .satisfies(e -> assertThat(((RpcException) e).data().number("exit_code")).isEqualTo(3));
    assertThatThrownBy(() -> query(of("other")))
        .hasMessage("no service \"other\"; see: localport status");
  }

  @Test
  void aContextOfNoServiceAndNoEventIsAnErrorThatNamesTheNearest() throws InterruptedException {
    journal.add(JournalEntry.of(JournalType.ERROR).context("prod").cause("lost"));

    assertThatThrownBy(() -> query(in("prdo")))
        .isInstanceOfSatisfying(
            RpcException.class, e -> assertThat(e.data().number("exit_code")).isEqualTo(2))
        .hasMessage("no service uses the context \"prdo\"; did you mean prod?");
    assertThatThrownBy(() -> query(in("other")))
        .hasMessage("no service uses the context \"other\"; contexts in use: prod");
    assertThat(numbers(query(in("prod")))).containsExactly(1L);
    JsonObject late = JsonObject.builder().putAll(in("prod")).put("since", LATE).build();
    assertThat(numbers(query(late))).isEmpty();
  }

  private static JsonObject in(String context) {
    return JsonObject.builder().put("context", context).build();
  }

  @Test
  void aTypeThatThereIsNotIsAnError() {
    assertThatThrownBy(() -> query(JsonObject.builder().put("types", List.of("lost")).build()))
        .hasMessageStartingWith("types: unknown event \"lost\"; known events: connected, ");
  }

  @Test
  void aJournalThatCannotBeReadIsAnErrorThatSaysWhy() throws IOException, InterruptedException {
    happens("web", "lost");
    journal.await();
    Path file = folder.resolve("journal").resolve("%019d.jsonl".formatted(1));
    Files.delete(file);
    Path _ = Files.createDirectory(file);

    assertThatThrownBy(() -> query(EventQuery.ALL.toJson()))
        .hasMessage("the journal cannot be read: it is a folder, not a regular file");
  }
}
