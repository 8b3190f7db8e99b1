package dev.localport.daemon.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * What a forward relies on, of sessions of every protocol and their streams. Holds for the one of
 * the tests, too. All runs on one thread, which is the event loop.
 */
public abstract class SessionContract {
  private static final Failure WHY = new Failure(FailureKind.UNREACHABLE, "the test ends it");
  private static final Failure OTHER = new Failure(FailureKind.SESSION, "too late");

  private final ToldStream told = new ToldStream();

  /** Returns a session that has just begun, each time the same one. */
  protected abstract Session session();

  /** Opens a connection and has the other side accept it. */
  protected abstract TunnelStream open(StreamListener listener);

  private TunnelStream open() {
    TunnelStream stream = open(told);
    told.told.clear(); // that it is writable
    return stream;
  }

  private static ByteBuf bytes() {
    return Unpooled.copiedBuffer("hello", UTF_8);
  }

  private void assertTakesNothing() {
    assertThat(session().takesStreams()).isFalse();
    assertThat(session().isFree()).isFalse();
  }

  @Test
  public void aNewSessionTakesStreams() {
    assertThat(session().takesStreams()).isTrue();
    assertThat(session().isFree()).isTrue();
    assertThat(session().streamCount()).isZero();
    assertThat(session().separatesStreams()).isEqualTo(session().protocol() == Protocol.CHANNEL);
    assertThat(session().closed()).isNotDone().isSameAs(session().closed());
    assertThat(session().suspected()).isNotDone().isSameAs(session().suspected());
    assertThat(session().goingAway()).isNotDone().isSameAs(session().goingAway());
  }

  @Test
  public void aStreamIsCountedUntilItIsResetAndIsToldNothingOfIt() {
    TunnelStream stream = open();
    open(new ToldStream());
    assertThat(session().streamCount()).isEqualTo(2);

    stream.reset();
    stream.reset();

    assertThat(session().streamCount()).isEqualTo(1);
    session().close(WHY);
    assertThat(told.told).isEmpty();
  }

  @Test
  public void aStreamReleasesWhatItIsGivenAfterItsEnd() {
    TunnelStream reset = open();
    reset.reset();
    TunnelStream broken = open(new ToldStream());
    session().close(WHY);
    List<ByteBuf> late = List.of(bytes(), bytes());

    reset.write(late.getFirst());
    broken.write(late.getLast());
    reset.end();
    broken.end();
    broken.reset();

    assertThat(late).extracting(ByteBuf::refCnt).containsOnly(0);
  }

  @Test
  public void aRetiredSessionEndsWithItsLastStream() {
    TunnelStream stream = open();

    session().drain();
    assertTakesNothing();
    assertThat(session().closed()).isNotDone();
    assertThat(told.told).isEmpty();

    stream.reset();
    assertThat(session().closed()).isCompleted();
  }

  @Test
  public void aRetiredSessionWithoutStreamsEndsAtOnce() {
    session().drain();
    session().drain();

    assertTakesNothing();
    assertThat(session().closed().resultNow().kind()).isEqualTo(FailureKind.SESSION);
  }

  @Test
  public void theEndBreaksEveryStreamAndTheFirstReasonStays() {
    ToldStream other = new ToldStream();
    open();
    open(other);
    other.told.clear();

    session().close(WHY);
    session().close(OTHER);
    session().drain();

    assertThat(session().closed()).isCompletedWithValue(WHY);
    assertThat(told.told).containsExactly("broken: the test ends it");
    assertThat(other.told).isEqualTo(told.told);
  }

  @Test
  public void whoIsToldOfTheEndSeesASessionThatIsOver() {
    List<String> seen = new ArrayList<>();
    open();
    var _ =
        session()
            .closed()
            .thenRun(() -> seen.add(session().takesStreams() + " " + session().streamCount()));

    session().close(WHY);

    assertThat(seen).containsExactly("false 0");
    assertTakesNothing();
  }

  @Test
  public void aPingWithoutAnAnswerIsCancelledWithTheSession() {
    CompletableFuture<Void> before = session().ping();
    assertThat(before).isNotDone();

    session().close(WHY);

    assertThat(before).isCancelled();
    assertThat(session().ping()).isCancelled();
  }

  @Test
  public void aSlowReaderHoldsUpOthersWhereTheyShareAConnection() {
    TunnelStream slow = open();
    session().suspectIfStalled();
    assertThat(session().suspected()).isNotDone();

    slow.stall(true);
    assertThat(session().isFree()).isEqualTo(session().separatesStreams());
    assertThat(session().takesStreams()).isTrue();

    slow.stall(false);
    assertThat(session().isFree()).isTrue();

    slow.stall(true);
    session().suspectIfStalled();
    assertThat(session().suspected().isDone()).isEqualTo(!session().separatesStreams());
  }

  @Test
  public void aStreamThatIsOverHoldsUpNobody() {
    TunnelStream slow = open();
    slow.stall(true);

    slow.reset();
    assertThat(session().isFree()).isTrue();

    slow.stall(true);
    assertThat(session().isFree()).isTrue();
  }
}
