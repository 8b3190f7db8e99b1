package dev.localport.daemon.explain;

import dev.localport.api.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What keeps a service from being connected before any pod is checked. */
record AccessFindings(Facts facts, Findings findings) {
  /* pods is forbidden: User "eve" cannot list resource "pods" in API group "" in the namespace "shop" */
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "(?:User \"([^\"]+)\" )?cannot (\\w+) resource \"([^\"]+)\""
              + "(?: in API group \"[^\"]*\")?(?: in the namespace \"([^\"]+)\")?");

  /* … ; missing permission: create pods/portforward in namespace shop */
  private static final Pattern MISSING =
      Pattern.compile("missing permission: (\\w+) (\\S+) in namespace (\\S+)");

  void find() {
    Failure failure = facts.service().lastError();
    if (!facts.isBroken() || failure == null) {
      return;
    }
    switch (failure.kind()) {
      case PORT_TAKEN ->
          findings.add(
              Rank.STOPS,
              Phrases.sentence(withoutAdvice(failure)),
              List.of(),
              "Free the port, or set another local_port (or auto) in %s.".formatted(facts.file()));
      case PORT_DENIED ->
          findings.add(
              Rank.STOPS,
              "You are not permitted to listen on its local port.",
              List.of(withoutAdvice(failure)),
              "Set another local_port in %s.".formatted(facts.file()));
      case KUBECONFIG ->
          stops(
              "The kubeconfig cannot be used.",
              failure,
              "Fix the kubeconfig. LocalPort reloads it when it changes.");
      case CONTEXT_MISSING ->
          stops(
              "The kubeconfig does not have the context.",
              failure,
              "Set connection.context in %s to one that exists: kubectl config get-contexts"
                  .formatted(facts.place()));
      case CERTIFICATE ->
          stops(
              "The API server's certificate is not trusted.",
              failure,
              "Check certificate-authority in the kubeconfig, and whether a proxy intercepts TLS."
                  + " Then: "
                  + facts.localport("reconnect"));
      case CREDENTIALS -> credentials(failure);
      case FORBIDDEN -> forbidden(failure.message());
      case TARGET_MISSING ->
          findings.add(
              Rank.STOPS,
              "Its target does not exist: %s%s.".formatted(facts.service().target(), inNamespace()),
              isAboutTarget(failure) ? List.of() : List.of(failure.message()),
              "Check connection and ports in %s. To list what exists: %s get %s"
                  .formatted(facts.place(), facts.kubectl(), kind()));
      case NO_READY_POD, UNREACHABLE, SESSION, CONFIGURATION -> {
        // the pods, the cluster and the attempts say more
      }
    }
  }

  private void credentials(Failure failure) {
    String whose = facts.credentials();
    if (whose == null) {
      findings.add(
          Rank.STOPS,
          "The cluster rejected your credentials (401).",
          failure.message().contains("rejected your credentials")
              ? List.of()
              : List.of(failure.message()),
          "Log in again, then: "
              + facts.localport("reconnect")
              + " (otherwise LocalPort tries again within 10m)");
    } else {
      findings.add(
          Rank.STOPS,
          "The credential plug-in gives no credentials that the cluster accepts.",
          List.of(failure.message(), whose),
          "Log in: localport login %s".formatted(facts.service().context()));
    }
  }

  private void stops(String what, Failure failure, String todo) {
    findings.add(Rank.STOPS, what, List.of(failure.message()), todo);
  }

  private String inNamespace() {
    String namespace = facts.service().namespace();
    return namespace == null ? "" : " in namespace " + namespace;
  }

  private boolean isAboutTarget(Failure failure) {
    return failure.message().startsWith(facts.service().target() + " was not found");
  }

  /* What a message advises is in the next step. */
  private static String withoutAdvice(Failure failure) {
    String message = failure.message();
    int advice = message.indexOf("; ");
    return advice < 0 ? message : message.substring(0, advice);
  }

  private String kind() {
    String target = facts.service().target();
    int slash = target.indexOf('/');
    String kind = slash < 0 ? "pod" : target.substring(0, slash);
    return kind.equals("selector") ? "pod" : kind;
  }

  private void forbidden(String message) {
    Matcher missing = MISSING.matcher(message);
    if (missing.find()) {
      forbidden(null, "Your user", missing.group(1), missing.group(2), missing.group(3));
      return;
    }
    Matcher right = FORBIDDEN.matcher(message);
    if (!right.find()) {
      findings.add(
          Rank.STOPS,
          "The cluster does not permit it (403).",
          List.of(message),
          "Ask the cluster's administrator for the permission. LocalPort checks again every 60 s.");
      return;
    }
    String user = right.group(1) == null ? "Your user" : "User " + right.group(1);
    forbidden(message, user, right.group(2), right.group(3), right.group(4));
  }

  private void forbidden(
      @Nullable String message,
      String user,
      String verb,
      String resource,
      @Nullable String namespace) {
    List<String> words = new ArrayList<>(List.of(verb));
    int slash = resource.indexOf('/');
    if (slash < 0) {
      words.add(resource);
    } else { // kubectl takes pods/portforward for a pod with the name portforward
      words.add(resource.substring(0, slash));
      words.add("--subresource=" + resource.substring(slash + 1));
    }
    words.add(namespace == null ? "--all-namespaces" : "-n " + namespace);
    findings.add(
        Rank.STOPS,
        "%s is not permitted to %s %s%s."
            .formatted(
                user,
                verb,
                resource,
                namespace == null ? " in the whole cluster" : " in namespace " + namespace),
        message == null ? List.of() : List.of(message),
        "Ask the cluster's administrator for the permission. To check it: kubectl%s auth can-i %s"
            .formatted(
                facts.service().context() == null ? "" : " --context " + facts.service().context(),
                String.join(" ", words)));
  }
}
