package dev.localport.daemon.kube.client;

import dev.localport.api.FailureKind;
import dev.localport.paths.AtomicFile;
import dev.localport.paths.RegularFile;
import io.fabric8.kubernetes.api.model.AuthProviderConfig;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A kubeconfig whose OIDC tokens are renewed. Some identity providers take a refresh token once, so
 * the next one has to be where kubectl finds it (k8s.io/client-go, plugin/pkg/client/auth/oidc).
 * Only the tokens are replaced: comments and the order of the file stay.
 */
final class OidcFile {
  static final String ID_TOKEN = "id-token";
  static final String REFRESH_TOKEN = "refresh-token";

  private static final Logger log = LoggerFactory.getLogger(OidcFile.class);
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~+/=-]+");
  private static final Pattern REFRESH_LINE = Pattern.compile("(?m)^( +)refresh-token:");

  private OidcFile() {}

  /**
   * Writes new tokens in the place of those that were in use. A file that is being written by
   * kubectl, or that cannot be written, stays as it is; the log says so.
   *
   * @param before the provider's settings as the file has them
   * @param after the settings with the new tokens
   */
  static void write(Path file, Map<String, String> before, Map<String, String> after) {
    try {
      Path real = file.toRealPath(); // the file behind links is replaced, and no link
      Path lock = real.resolveSibling(real.getFileName() + ".lock"); // as kubectl's clientcmd
      Files.createFile(lock);
      try {
        String text = RegularFile.text(real, RegularFile.KUBECONFIG);
        String renewed = renewed(text, before, after);
        if (!renewed.equals(text)) {
          replace(real, renewed);
        }
      } finally {
        Files.deleteIfExists(lock);
      }
    } catch (FileAlreadyExistsException e) {
      warn(file, "kubectl is writing it: " + e.getFile() + " exists");
    } catch (IOException | KubeException e) {
      warn(file, String.valueOf(e.getMessage()));
    }
  }

  private static void warn(Path file, String why) {
    log.atWarn()
        .addKeyValue("kubeconfig", file)
        .addKeyValue("why", why)
        .log("renewed OIDC token not written");
  }

  private static String renewed(String text, Map<String, String> before, Map<String, String> after)
      throws KubeException {
    String renewed = text;
    for (String key : new String[] {REFRESH_TOKEN, ID_TOKEN}) {
      String old = before.getOrDefault(key, "");
      String now = after.getOrDefault(key, "");
      if (now.isEmpty() || !PLAIN.matcher(now).matches()) {
        continue;
      }
      renewed = old.isEmpty() ? added(renewed, key, now) : renewed.replace(old, now);
    }
    check(renewed, after);
    return renewed;
  }

  private static String added(String text, String key, String value) {
    Matcher line = REFRESH_LINE.matcher(text);
    return line.find() ? line.replaceFirst("$1" + key + ": " + value + "\n$1refresh-token:") : text;
  }

  /* What cannot be read anymore, or does not say what it should, is never written. */
  private static void check(String text, Map<String, String> after) throws KubeException {
    String refresh = after.getOrDefault(REFRESH_TOKEN, "");
    boolean there =
        Kubeconfig.parse(Path.of("the renewed kubeconfig"), text).getUsers().stream()
            .map(user -> user.getUser() == null ? null : user.getUser().getAuthProvider())
            .filter(provider -> provider != null && provider.getConfig() != null)
            .map(AuthProviderConfig::getConfig)
            .anyMatch(settings -> refresh.equals(settings.get(REFRESH_TOKEN)));
    if (!there) {
      throw new KubeException(FailureKind.KUBECONFIG, "its tokens are no longer those in use");
    }
  }

  private static void replace(Path file, String text) throws IOException {
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
    Path grown = file.resolveSibling("." + file.getFileName() + ".localport");
    AtomicFile.write(grown, text);
    Files.setPosixFilePermissions(grown, mode);
    Files.move(grown, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
