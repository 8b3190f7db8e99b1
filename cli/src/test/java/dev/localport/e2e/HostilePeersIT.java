package dev.localport.e2e;

import dev.localport.e2e.hostile.HostileApi;
import dev.localport.e2e.hostile.HostilePeer;
import dev.localport.e2e.hostile.PortForward;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a server at the other end of a port forward sends, it hurts no other service. */
class HostilePeersIT {
  @TempDir Path temporary;

  @Test
  @Tag("ci")
  void allOfThemSideBySideHurtNobodyElse() throws IOException, InterruptedException {
    attack(Arrays.stream(HostilePeer.values()).map(HostilePeer::word).toList())
        .run(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @EnumSource
  @Tag("long")
  void eachOfThemHurtsNobodyElse(HostilePeer peer) throws IOException, InterruptedException {
    attack(List.of(peer.word())).run(Duration.ofSeconds(30));
  }

  private HostileAttack attack(List<String> peers) {
    return new HostileAttack(
        temporary, "resource_type: pod, resource_name: web-1", peers, HostilePeersIT::peer);
  }

  private static HostileApi.Behavior peer(String word) {
    return new PortForward(HostilePeer.valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT)));
  }
}
