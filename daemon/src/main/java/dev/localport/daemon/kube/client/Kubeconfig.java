package dev.localport.daemon.kube.client;

import dev.localport.api.FailureKind;
import dev.localport.config.form.Suggestion;
import dev.localport.paths.RegularFile;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One or more kubeconfig files, merged as kubectl merges them: of two entries with one name the
 * first holds (k8s.io/client-go, tools/clientcmd/loader.go). Relative paths belong to the folder of
 * the file they stand in.
 */
public final class Kubeconfig {
  private static final int MOST_NAMES = 5;

  private final List<String> files = new ArrayList<>(); // as they are called in messages
  private final Map<String, Context> contexts = new LinkedHashMap<>();
  private final Map<String, Located<Cluster>> clusters = new LinkedHashMap<>();
  private final Map<String, Located<AuthInfo>> users = new LinkedHashMap<>();
  private @Nullable String current;

  /**
   * An entry and the folder of its file.
   *
   * @param file where it stands; null if that file was deleted
   */
  public record Located<T>(T entry, Path folder, @Nullable Path file) {
    /** An entry whose file was deleted. */
    public Located(T entry, Path folder) {
      this(entry, folder, null);
    }

    /** Returns a path of the entry as an absolute one; null and empty mean that there is none. */
    public @Nullable String resolve(@Nullable String path) {
      return path == null || path.isEmpty() ? null : folder.resolve(path).normalize().toString();
    }

    @Override
    public String toString() {
      return "entry of " + folder; // its own words may be secret
    }
  }

  /** One context with what it names. */
  public record Entry(
      String name,
      String namespace,
      String cluster,
      Located<Cluster> server,
      Located<AuthInfo> user) {
    /**
     * Returns the files that matter in addition to the kubeconfig: certificates, a key, a token.
     */
    public List<Path> namedFiles() {
      List<@Nullable String> files = new ArrayList<>();
      if (isEmpty(server.entry().getCertificateAuthorityData())) {
        files.add(server.resolve(server.entry().getCertificateAuthority()));
      }
      if (isEmpty(user.entry().getClientCertificateData())) {
        files.add(user.resolve(user.entry().getClientCertificate()));
      }
      if (isEmpty(user.entry().getClientKeyData())) {
        files.add(user.resolve(user.entry().getClientKey()));
      }
      files.add(user.resolve(user.entry().getTokenFile()));
      return files.stream().filter(Objects::nonNull).map(Path::of).toList();
    }

    @Override
    public String toString() {
      return "context " + name; // a record's own words would hold the credentials
    }

    private static boolean isEmpty(@Nullable String text) {
      return text == null || text.isEmpty();
    }
  }

  private Kubeconfig() {}

  /**
   * Reads the files; those that do not exist are passed over, unless none does.
   *
   * @throws KubeException of kind {@link FailureKind#KUBECONFIG}
   */
  public static Kubeconfig read(List<Path> files) throws KubeException {
    Kubeconfig merged = new Kubeconfig();
    boolean found = false;
    for (Path file : files) {
      try {
        byte[] content = RegularFile.bytes(file, RegularFile.KUBECONFIG);
        merged.add(parse(file, KubeconfigText.first(content)), file.toAbsolutePath());
        merged.files.add(file.toString());
        found = true;
      } catch (NoSuchFileException _) {
        merged.files.add(file + " (which does not exist)");
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }
    if (!found) {
      throw new KubeException(
          FailureKind.KUBECONFIG,
          "no kubeconfig: %s does not exist; set KUBECONFIG, or kubeconfig in the configuration"
              .formatted(String.join(", ", files.stream().map(Path::toString).toList())));
    }
    return merged;
  }

  /** Says that a file cannot be read, and why. */
  public static KubeException unreadable(Path file, IOException why) {
    return new KubeException(
        FailureKind.KUBECONFIG,
        "the kubeconfig %s cannot be read: %s".formatted(file, why.getMessage()),
        why);
  }

  /** Reads the text of a file. */
  static Config parse(Path file, String content) throws KubeException {
    try {
      Config config = KubeObjects.READER.unmarshal(content, Config.class);
      return config == null ? new Config() : config;
    } catch (RuntimeException | StackOverflowError e) { // of the client's parser, about this file
      throw new KubeException(
          FailureKind.KUBECONFIG,
          "%s is not a kubeconfig: %s".formatted(file, KubeconfigText.problem(e)),
          KubeconfigText.cause(e));
    }
  }

  private void add(Config config, Path file) {
    Path parent = file.getParent();
    Path folder = parent == null ? file : parent;
    for (NamedContext named : orEmpty(config.getContexts())) {
      if (named.getContext() != null) {
        contexts.putIfAbsent(named.getName(), named.getContext());
      }
    }
    for (NamedCluster named : orEmpty(config.getClusters())) {
      if (named.getCluster() != null) {
        clusters.putIfAbsent(named.getName(), new Located<>(named.getCluster(), folder, file));
      }
    }
    for (NamedAuthInfo named : orEmpty(config.getUsers())) {
      if (named.getUser() != null) {
        users.putIfAbsent(named.getName(), new Located<>(named.getUser(), folder, file));
      }
    }
    String selected = config.getCurrentContext();
    if (current == null && selected != null && !selected.isEmpty()) {
      current = selected;
    }
  }

  /* What people comment out leaves lists that are null, and entries that are. */
  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
  }

  /**
   * Returns a context, or the current one for null.
   *
   * @throws KubeException of kind {@link FailureKind#CONTEXT_MISSING}, with names that there are,
   *     or {@link FailureKind#KUBECONFIG}
   */
  public Entry context(@Nullable String wanted) throws KubeException {
    String name = wanted == null ? current : wanted;
    if (name == null) {
      throw missing("no current context; choose one with --context", known());
    }
    Context context = contexts.get(name);
    if (context == null) {
      throw missing(
          "no context \"%s\"".formatted(name), Suggestion.hint(name, contexts.keySet(), known()));
    }
    Located<Cluster> cluster = clusters.get(context.getCluster());
    if (cluster == null || cluster.entry().getServer() == null) {
      throw new KubeException(
          FailureKind.KUBECONFIG,
          "%s: context \"%s\" names the cluster \"%s\", which has no server"
              .formatted(where(), name, context.getCluster()));
    }
    Located<AuthInfo> user = users.get(context.getUser());
    String namespace = context.getNamespace();
    return new Entry(
        name,
        namespace == null || namespace.isEmpty() ? "default" : namespace,
        context.getCluster(),
        cluster,
        user == null ? new Located<>(new AuthInfo(), cluster.folder()) : user);
  }

  private KubeException missing(String what, String hint) {
    return new KubeException(
        FailureKind.CONTEXT_MISSING,
        "%s %s %s; %s".formatted(where(), files.size() == 1 ? "has" : "have", what, hint));
  }

  private String where() {
    return (files.size() == 1 ? "the kubeconfig " : "the kubeconfigs ") + String.join(", ", files);
  }

  /** A few names are enough to see a slip; some users have hundreds. */
  private String known() {
    String front = files.size() == 1 ? "it has " : "they have ";
    if (contexts.isEmpty()) {
      return front + "none";
    }
    String some = contexts.keySet().stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    int more = contexts.size() - MOST_NAMES;
    return front + (more > 0 ? "%s and %d more".formatted(some, more) : some);
  }
}
