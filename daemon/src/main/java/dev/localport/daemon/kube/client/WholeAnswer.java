package dev.localport.daemon.kube.client;

import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An answer with its body. Immutable. */
record WholeAnswer<T>(HttpResponse<?> head, T body) implements HttpResponse<T> {
  @Override
  public int code() {
    return head.code();
  }

  @Override
  public String message() {
    return head.message();
  }

  @Override
  public HttpRequest request() {
    return head.request();
  }

  @Override
  public Optional<HttpResponse<?>> previousResponse() {
    return head.previousResponse();
  }

  @Override
  public List<String> headers(String name) {
    return head.headers(name);
  }

  @Override
  public Map<String, List<String>> headers() {
    return head.headers();
  }
}
