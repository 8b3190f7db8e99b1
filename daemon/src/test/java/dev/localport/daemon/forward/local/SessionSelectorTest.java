package dev.localport.daemon.forward.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionSelectorTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private long nanos;
  private final SessionSelector lines = new SessionSelector(() -> nanos);

  private FakeSession put(String pod) {
    FakeSession session = new FakeSession();
    lines.put(new PodRoute(session, pod, List.of(80), false));
    return session;
  }

  private FakeSession next() {
    FakeSession session = (FakeSession) lines.next().orElseThrow().session();
    session.carry(session.streamCount() + 1);
    return session;
  }

  @Test
  void aConnectionHasASessionOfItsOwnWhileOneIsIdle() {
    FakeSession one = put("web-1");
    FakeSession two = put("web-1");

    assertThat(List.of(next(), next())).containsExactlyInAnyOrder(one, two);
    assertThat(lines.hasSpare()).isFalse();
  }

  @Test
  void whereNoneIsIdleTheLeastBusyIsShared() {
    put("web-1").carry(3);
    FakeSession two = put("web-1");
    two.carry(1);

    assertThat(next()).isEqualTo(two);
  }

  @Test
  void oneWhosePingIsLateTakesNothingWhileAnotherIsThere() {
    FakeSession late = put("web-1");
    late.free = false;
    FakeSession busy = put("web-1");
    busy.carry(9);

    assertThat(next()).isEqualTo(busy);
  }

  @Test
  void oneThatIsMerelyFullServesWhereThereIsNoOther() {
    FakeSession full = put("web-1");
    full.free = false;

    assertThat(next()).isEqualTo(full);
    assertThat(full.suspected).isNotDone();
  }

  @Test
  void oneThatAReaderHoldsUpIsPutInDoubtWhereThereIsNoOther() {
    FakeSession stalled = put("web-1");
    stalled.stall();

    assertThat(lines.next()).isEmpty();
    assertThat(stalled.suspected).isDone();
  }

  @Test
  void oneThatAReaderHoldsUpIsLeftAloneWhileOthersServe() {
    FakeSession stalled = put("web-1");
    stalled.stall();
    FakeSession good = put("web-1");

    assertThat(next()).isEqualTo(good);
    assertThat(stalled.suspected).isNotDone();
  }

  @Test
  void oneInDoubtServesOnlyWhereItHasTo() {
    FakeSession suspected = put("web-1");
    suspected.suspected.complete(null);
    assertThat(lines.next()).isEmpty();

    lines.put(new PodRoute(suspected, "web-1", List.of(80), true));

    assertThat(next()).isEqualTo(suspected);
    assertThat(lines.size()).isEqualTo(1);
  }

  @Test
  void podsTakeTurns() {
    FakeSession one = put("web-1");
    FakeSession two = put("web-2");
    FakeSession three = put("web-3");
    List<FakeSession> order = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      FakeSession next = next();
      next.carry(0); // it was a short one
      order.add(next);
    }

    assertThat(order).containsExactly(one, two, three, one, two, three);
  }

  @Test
  void whatABurstLeftBehindIsUnusedAfterItsTimeButForAnIdleOneToEachPod() {
    FakeSession one = put("web-1");
    FakeSession two = put("web-1");
    FakeSession three = put("web-1");
    FakeSession other = put("web-2");
    three.carry(1);
    nanos = MINUTE.toNanos() - 1;
    assertThat(lines.unused(MINUTE)).isEmpty();

    nanos++;

    assertThat(lines.unused(MINUTE)).containsExactly(one).doesNotContain(two, three, other);
  }

  @Test
  void oneThatCarriedSomethingALittleWhileAgoIsNotUnused() {
    FakeSession one = put("web-1");
    FakeSession two = put("web-1");
    nanos = MINUTE.toNanos();
    lines.touch(one);

    assertThat(lines.unused(MINUTE)).containsExactly(two);
  }

  @Test
  void whatIsTakenOutServesNoMore() {
    FakeSession one = put("web-1");
    lines.remove(one);
    assertThat(lines.next()).isEmpty();
    put("web-1");
    lines.clear();

    assertThat(lines.next()).isEmpty();
    assertThat(lines.hasSpare()).isFalse();
    assertThat(lines.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noConnectionSharesASessionWhileAnIdleOneIsFree(long seed) {
    Random random = new Random(seed);
    List<FakeSession> all = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      switch (random.nextInt(4)) {
        case 0 -> all.add(put("web-" + random.nextInt(3)));
        case 1 -> {
          Collections.shuffle(all, random);
          all.stream().limit(1).forEach(session -> session.free = random.nextBoolean());
        }
        case 2 -> all.stream().limit(1).forEach(session -> session.carry(0));
        default -> {
          boolean spare = lines.hasSpare();
          lines
              .next()
              .ifPresent(line -> assertThat(line.isIdle() || !spare).as("seed " + seed).isTrue());
        }
      }
    }
  }
}
