package dev.localport.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.Room.Standing;
import dev.localport.rpc.Room.Use;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoomTest {
  private final Map<String, Standing> connections = new LinkedHashMap<>();

  private RoomTest with(String name, Use use, long idle) {
    connections.put(name, new Standing(use, idle));
    return this;
  }

  private String leaves() {
    return Room.leaves(connections).orElse("nobody");
  }

  @Test
  void theLongestIdleOneLeaves() {
    with("young", Use.IDLE, 1).with("oldest", Use.IDLE, 30).with("old", Use.IDLE, 20);

    assertThat(leaves()).isEqualTo("oldest");
  }

  @Test
  void oneThatNeverSaidAWordLeavesBeforeOneThatIsIdleForLonger() {
    with("idle", Use.IDLE, 1_000).with("silent", Use.SILENT, 2).with("silence", Use.SILENT, 3);

    assertThat(leaves()).isEqualTo("silence");
  }

  @Test
  void oneThatListensLeavesOnlyWhereNoneIsIdle() {
    with("listens", Use.LISTENING, 1_000).with("older", Use.LISTENING, 2_000);
    assertThat(leaves()).isEqualTo("older");

    with("idle", Use.IDLE, 1);
    assertThat(leaves()).isEqualTo("idle");
  }

  @Test
  void oneThatIsInUseStaysWhateverComes() {
    with("call", Use.IN_USE, 5_000).with("listens", Use.LISTENING, 1);
    assertThat(leaves()).isEqualTo("listens");

    connections.remove("listens");
    assertThat(leaves()).isEqualTo("nobody");
  }

  @Test
  void nobodyLeavesAnEmptyRoom() {
    assertThat(leaves()).isEqualTo("nobody");
  }
}
