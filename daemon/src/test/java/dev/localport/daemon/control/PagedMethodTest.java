package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PagedMethodTest {
  private static final int MANY = 1_000;

  private final List<JsonObject> calls = new ArrayList<>();
  private final DeafCaller caller = new DeafCaller();

  /** Answers as many services as it is asked for, each with 1 KiB to say; it counts its calls. */
  private final PagedMethod method =
      new PagedMethod(
          "services",
          (params, _) -> {
            calls.add(params);
            return JsonObject.builder()
                .put("call", calls.size())
                .put(
                    "services",
                    IntStream.range(0, (int) params.number("many"))
                        .mapToObj(PagedMethodTest::service)
                        .toList())
                .build();
          });

  private static JsonObject service(int number) {
    return JsonObject.builder().put("name", number).put("error", "x".repeat(1_024)).build();
  }

  private JsonObject call(long many, long next) throws InterruptedException {
    return method.call(JsonObject.builder().put("many", many).put("next", next).build(), caller);
  }

  private static List<Long> names(JsonObject page) {
    return page.objects("services").stream().map(service -> service.number("name")).toList();
  }

  private List<Long> rest(JsonObject first) throws InterruptedException {
    List<Long> names = new ArrayList<>(names(first));
    OptionalLong next = first.findNumber("next");
    while (next.isPresent()) {
      JsonObject page = call(MANY, next.getAsLong());
      names.addAll(names(page));
      next = page.findNumber("next");
    }
    return names;
  }

  @Test
  void theNextPageIsReadAndNothingIsDoneAgain() throws InterruptedException {
    JsonObject first = call(MANY, 0);

    assertThat(names(first)).hasSizeLessThan(MANY);
    assertThat(rest(first))
        .containsExactlyElementsOf(IntStream.range(0, MANY).asLongStream().boxed().toList());
    assertThat(calls).hasSize(1);
  }

  @Test
  void aShortAnswerStaysAsItIs() throws InterruptedException {
    assertThat(call(1, 0).asMap()).doesNotContainKey("next");
  }

  @Test
  void aPageOfAnEarlierAnswerIsRefusedAndNotTakenFromTheLastOne() throws InterruptedException {
    long stale = call(MANY, 0).number("next");
    JsonObject last = call(MANY, 0);

    assertThatThrownBy(() -> call(MANY, stale))
        .isInstanceOf(RpcException.class)
        .hasMessage(
            "next is %d, which does not continue any answer on this connection; call again without it"
                .formatted(stale));
    assertThat(rest(last)).hasSize(MANY);
  }

  @Test
  void anotherConnectionHasNoPages() throws InterruptedException {
    JsonObject params = JsonObject.builder().put("next", call(MANY, 0).number("next")).build();

    assertThatThrownBy(() -> method.call(params, new DeafCaller()))
        .isInstanceOf(RpcException.class);
    assertThat(calls).hasSize(1);
  }
}
