package dev.localport.daemon.net;

import dev.localport.api.FailureKind;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Words for what goes wrong at a proxy: each names the proxy, without its password, and where to
 * fix it.
 */
final class ProxyFailures {
  /** How Netty's proxy handlers end their messages: the answer is in no field of theirs. */
  private static final Pattern HTTP_STATUS =
      Pattern.compile("status: (?<answer>(?<code>\\d{3}).*)$");

  private static final Pattern SOCKS_STATUS = Pattern.compile(", status: (\\w+)\\(\\d+\\)$");

  /** The status that Netty makes of an answer that is not HTTP. */
  private static final int NO_HTTP = 999;

  private final Proxy proxy;
  private final String server;
  private final String name;

  ProxyFailures(Endpoint endpoint, Proxy proxy) {
    this.proxy = proxy;
    this.server = ConnectFailures.where(endpoint);
    this.name = "the proxy " + proxy.label();
  }

  /** Says why the proxy did not connect. */
  ConnectionException of(Throwable cause) {
    if (ConnectFailures.isAbout(cause, NotSslRecordException.class)) {
      return unreachable("does not speak TLS; write http:// in " + proxy.origin(), cause);
    }
    if (TlsAlert.isLineBroken(cause)) {
      return unconnected(cause);
    }
    if (ConnectFailures.isAbout(cause, SSLException.class)) {
      return tls(cause);
    }
    return cause instanceof ProxyConnectException
        ? answered(String.valueOf(cause.getMessage()), cause)
        : unconnected(cause);
  }

  private ConnectionException answered(String said, Throwable cause) {
    Matcher socks = SOCKS_STATUS.matcher(said);
    Matcher http = HTTP_STATUS.matcher(said);
    if (proxy.kind() == Proxy.Kind.SOCKS5 && socks.find()) {
      return socks(socks.group(1), cause);
    } else if (proxy.kind() != Proxy.Kind.SOCKS5 && http.find()) {
      int code = Integer.parseInt(http.group("code"));
      return code == NO_HTTP
          ? foreign(cause)
          : http(code, ForeignText.line(http.group("answer")), cause);
    } else if (said.contains("authMethod")) { // a server of something else looks the same
      return credentials(" or does not speak SOCKS5", cause);
    } else if (said.contains("authStatus")) {
      return credentials("", cause);
    } else if (said.endsWith("timeout")) {
      return unreachable(
          "does not respond (%d s); is it up, and is %s right?"
              .formatted(
                  Duration.ofMillis(ProxyConnectHandler.PATIENCE_MILLIS).toSeconds(),
                  proxy.origin()),
          cause);
    } else if (said.endsWith("disconnected")) {
      return closed();
    }
    return foreign(cause);
  }

  private ConnectionException foreign(Throwable cause) {
    return unreachable(
        "does not speak %s; check the scheme (http, https or socks5) in %s"
            .formatted(proxy.kind() == Proxy.Kind.SOCKS5 ? "SOCKS5" : "HTTP", proxy.origin()),
        cause);
  }

  /** The proxy hung up without a word. */
  ConnectionException closed() {
    return new ConnectionException(
        FailureKind.UNREACHABLE,
        "%s closed the connection without a response; check the scheme (http, https or socks5) in %s"
            .formatted(name, proxy.origin()));
  }

  /** Says why there is no connection to the proxy. */
  ConnectionException unconnected(Throwable cause) {
    return unreachable(
        "cannot be reached: %s; check %s".formatted(ConnectFailures.why(cause), proxy.origin()),
        cause);
  }

  private ConnectionException http(int status, String answer, Throwable cause) {
    return switch (status) {
      case 401, 407 -> credentials(" (%d)".formatted(status), cause); // 401 is tinyproxy's word
      case 403, 405 -> denied(answer, cause);
      case 502, 503, 504 -> beyond(answer, cause);
      default ->
          unreachable("does not connect to %s: it returned %s".formatted(server, answer), cause);
    };
  }

  private ConnectionException socks(String status, Throwable cause) {
    return "FORBIDDEN".equals(status) ? denied(status, cause) : beyond(status, cause);
  }

  private ConnectionException credentials(String code, Throwable cause) {
    String what =
        proxy.user() == null
            ? "requires a user and a password%s; add them to %s: %s://USER:PASSWORD@%s"
                .formatted(
                    code,
                    proxy.origin(),
                    proxy.kind().scheme(),
                    proxy.label().substring(proxy.label().indexOf("://") + 3))
            : "rejected the user and password%s; fix them in %s".formatted(code, proxy.origin());
    return new ConnectionException(FailureKind.CREDENTIALS, name + " " + what, cause);
  }

  private ConnectionException denied(String answer, Throwable cause) {
    return new ConnectionException(
        FailureKind.FORBIDDEN,
        "%s does not allow connections to %s (%s); ask its administrator to allow them, or bypass the proxy with NO_PROXY"
            .formatted(name, server, answer),
        cause);
  }

  private ConnectionException beyond(String answer, Throwable cause) {
    return unreachable(
        "cannot reach %s (%s); is the server up, and reachable from the proxy?"
            .formatted(server, answer),
        cause);
  }

  private ConnectionException tls(Throwable cause) {
    if (TlsAlert.isPlain(cause)) {
      return unreachable(
          "does not speak TLS; is it http:// instead of https:// in %s?".formatted(proxy.origin()),
          cause);
    }
    return new ConnectionException(
        FailureKind.CERTIFICATE,
        "%s is not trusted: %s; add its CA to this machine's CAs, or set SSL_CERT_FILE to a file with it"
            .formatted(name, ConnectFailures.why(cause)),
        cause);
  }

  private ConnectionException unreachable(String what, Throwable cause) {
    return new ConnectionException(FailureKind.UNREACHABLE, name + " " + what, cause);
  }
}
