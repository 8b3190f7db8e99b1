package dev.localport.paths;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          Connection reset                    ~ connection reset
          Connection reset by peer            ~ connection reset
          Broken pipe                         ~ the other side closed the connection
          Connection refused: /10.0.0.7:6443  ~ connection refused
          Connection timed out                ~ no answer
          Read timed out                      ~ no answer
          No route to host                    ~ no route to the host
          Network is unreachable              ~ the network is unreachable
          Network is down                     ~ the network is down
          Too many open files                 ~ out of file descriptors
          Input/output error                  ~ the device failed to read it
          Too many levels of symbolic links   ~ too many links
          unable to find valid certification path to requested target ~ \
          no trusted CA signed its certificate
          No subject alternative DNS name matching web.corp found. ~ \
          its certificate is not valid for web.corp
          No subject alternative names matching IP address 10.0.0.7 found ~ \
          its certificate is not valid for 10.0.0.7
          No name matching web.corp found     ~ its certificate is not valid for web.corp
          No subject alternative names present ~ its certificate names no host or address
          Received fatal alert: handshake_failure ~ \
          the server rejected the TLS handshake (handshake_failure)
          (handshake_failure) Received fatal alert: handshake_failure ~ \
          the server rejected the TLS handshake (handshake_failure)
          Remote host terminated the handshake ~ \
          the server closed the connection during the TLS handshake
          Unsupported or unrecognized SSL message ~ it does not speak TLS
          the gateway is asleep               ~ the gateway is asleep
          """)
  void messagesOfTheSystemGetOurWords(String said, String ours) {
    assertThat(SystemWords.of(said)).isEqualTo(ours);
  }
}
