package dev.localport.paths;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel and Java's libraries say about a connection or a certificate, in words for
 * people. Each caller translates at the one place where such a message enters.
 */
public final class SystemWords {
  private static final List<Entry> KNOWN =
      List.of(
          entry("Connection reset.*", "connection reset"),
          entry("Broken pipe.*", "the other side closed the connection"),
          entry("Connection refused.*", "connection refused"),
          entry("(?:Connection|Read|Operation) timed out.*", "no answer"),
          entry("No route to host.*", "no route to the host"),
          entry("Network is unreachable.*", "the network is unreachable"),
          entry("Network is down.*", "the network is down"),
          entry("Software caused connection abort.*", "this machine aborted the connection"),
          entry("Too many open files.*", "out of file descriptors"),
          entry("Input/output error.*", "the device failed to read it"),
          entry("Too many levels of symbolic links.*", "too many links"),
          entry(
              "(?:.*: )?unable to find valid certification path to requested target|"
                  + "PKIX path building failed.*|Signature does not match\\.?|Path does not chain with any of the trust anchors",
              "no trusted CA signed its certificate"),
          entry(
              "No (?:subject alternative (?:DNS )?names? matching|name matching)"
                  + "(?: IP address)? (\\S+) found\\.?",
              "its certificate is not valid for $1"),
          entry("No subject alternative names present", "its certificate names no host or address"),
          entry(
              "Received fatal alert: (\\w+)|\\(\\w+\\) Received fatal alert: (\\w+)",
              "the server rejected the TLS handshake ($1$2)"),
          entry(
              "Remote host (?:terminated the|closed connection during) handshake",
              "the server closed the connection during the TLS handshake"),
          entry(
              "Unsupported or unrecognized SSL message.*|Unrecognized SSL message.*"
                  + "|not an SSL/TLS record.*",
              "it does not speak TLS"));

  private SystemWords() {}

  private record Entry(Pattern said, String ours) {}

  private static Entry entry(String said, String ours) {
    return new Entry(Pattern.compile(said, Pattern.DOTALL), ours);
  }

  /** Returns our words for a message; one that is not known stays as it is. */
  public static String of(String message) {
    for (Entry entry : KNOWN) {
      Matcher matcher = entry.said().matcher(message);
      if (matcher.matches()) {
        return matcher.replaceFirst(entry.ours());
      }
    }
    return message;
  }
}
