package dev.localport.daemon.forward.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerWordsTest {
  private static final String ID =
      "2c0c38930f47fd135022c7aaf8d0ec1b50cbd549989a7a83014799118af794fd";

  @Test
  void aRefusedConnectionIsSaidInOurWords() {
    String containerd =
        "error forwarding port 9999 to pod "
            + ID
            + ", uid : failed to execute portforward in network namespace"
            + " \"/var/run/netns/cni-fc588128-3f79\": failed to connect to localhost:9999 inside"
            + " namespace \""
            + ID
            + "\", IPv4: dial tcp4 127.0.0.1:9999: connect: connection refused IPv6 dial tcp6:"
            + " address localhost: no suitable address found";
    String socat =
        "error forwarding port 9999 to pod "
            + ID
            + ", uid : exit status 1: 2026/01/31 08:00:00 socat[812] E connect(5, AF=2"
            + " 127.0.0.1:9999, 16): Connection refused";

    for (String message : new String[] {containerd, socat}) {
      assertThat(ServerWords.plain(message))
          .isEqualTo("connection refused: nothing listens on port 9999 in the pod");
    }
  }

  @Test
  void pathsAndIdsThatMeanSomethingOnTheNodeAloneAreLeftOut() {
    String containerd =
        "error forwarding port 9999 to pod "
            + ID
            + ", uid : failed to execute portforward in network namespace"
            + " \"/var/run/netns/cni-fc588128-3f79\": read tcp4 127.0.0.1:41000->127.0.0.1:9999:"
            + " read: connection reset by peer";

    assertThat(ServerWords.plain(containerd))
        .isEqualTo(
            "error forwarding port 9999: failed to execute portforward: read tcp4"
                + " 127.0.0.1:41000->127.0.0.1:9999: read: connection reset by peer");
  }

  @Test
  void otherWordsStayAsTheyAre() {
    for (String message :
        new String[] {
          "",
          "connection refused by 1f2e",
          "network namespace for sandbox \"" + ID + "\" is closed",
          "failed to find sandbox \"" + ID + "\" in store: not found",
          "in network namespace \"unfinished"
        }) {
      assertThat(ServerWords.plain(message)).isEqualTo(message);
    }
  }
}
