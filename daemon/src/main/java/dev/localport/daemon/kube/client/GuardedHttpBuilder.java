package dev.localport.daemon.kube.client;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpClient.DerivedClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.TlsVersion;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/** Builds an HTTP client and puts {@link GuardedHttp} around it. Not thread-safe. */
final class GuardedHttpBuilder implements HttpClient.Builder {
  private final HttpClient.Builder builder;
  private final AnswerRoom room;

  GuardedHttpBuilder(HttpClient.Builder builder, AnswerRoom room) {
    this.builder = builder;
    this.room = room;
  }

  @Override
  public HttpClient build() {
    return new GuardedHttp(builder.build(), room);
  }

  @Override
  public HttpClient.Builder connectTimeout(long timeout, TimeUnit unit) {
    builder.connectTimeout(timeout, unit);
    return this;
  }

  @Override
  public HttpClient.Builder addOrReplaceInterceptor(String name, Interceptor interceptor) {
    builder.addOrReplaceInterceptor(name, interceptor);
    return this;
  }

  @Override
  public HttpClient.Builder authenticatorNone() {
    builder.authenticatorNone();
    return this;
  }

  @Override
  public HttpClient.Builder sslContext(KeyManager[] keys, TrustManager[] trust) {
    builder.sslContext(keys, trust);
    return this;
  }

  /** A redirect leads to another server, and the client would send the token there. */
  @Override
  public HttpClient.Builder followAllRedirects() {
    return this;
  }

  @Override
  public HttpClient.Builder proxyAddress(InetSocketAddress address) {
    builder.proxyAddress(address);
    return this;
  }

  @Override
  public HttpClient.Builder proxyAuthorization(String credentials) {
    builder.proxyAuthorization(credentials);
    return this;
  }

  @Override
  public HttpClient.Builder tlsVersions(TlsVersion... versions) {
    builder.tlsVersions(versions);
    return this;
  }

  @Override
  public HttpClient.Builder tlsServerName(String name) {
    builder.tlsServerName(name);
    return this;
  }

  @Override
  public HttpClient.Builder preferHttp11() {
    builder.preferHttp11();
    return this;
  }

  @Override
  public HttpClient.Builder proxyType(HttpClient.ProxyType type) {
    builder.proxyType(type);
    return this;
  }

  @Override
  public DerivedClientBuilder tag(Object tag) {
    builder.tag(tag);
    return this;
  }

  /** Builds a client that shares the connections of another one. */
  record Derived(DerivedClientBuilder builder, AnswerRoom room) implements DerivedClientBuilder {
    @Override
    public HttpClient build() {
      return new GuardedHttp(builder.build(), room);
    }

    @Override
    public DerivedClientBuilder addOrReplaceInterceptor(String name, Interceptor interceptor) {
      builder.addOrReplaceInterceptor(name, interceptor);
      return this;
    }

    @Override
    public DerivedClientBuilder authenticatorNone() {
      builder.authenticatorNone();
      return this;
    }

    @Override
    public DerivedClientBuilder tag(Object tag) {
      builder.tag(tag);
      return this;
    }
  }
}
