package dev.localport.daemon.kube.client;

import dev.localport.api.FailureKind;
import dev.localport.paths.RegularFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A token in a file that another program renews, so it is read again each time (a mounted
 * account's, for example).
 */
record TokenFile(Path file) implements TokenSource {
  @Override
  public String token() throws KubeException {
    try {
      String token = RegularFile.text(file, RegularFile.CREDENTIALS).strip();
      if (HeaderValue.isBroken(token)) {
        throw new KubeException(
            FailureKind.CREDENTIALS,
            "the token file %s has %s".formatted(file, HeaderValue.BROKEN));
      }
      return token;
    } catch (NoSuchFileException e) {
      throw new KubeException(
          FailureKind.CREDENTIALS, "the token file %s does not exist".formatted(file), e);
    } catch (IOException e) {
      throw new KubeException(
          FailureKind.CREDENTIALS,
          "the token file %s cannot be read: %s".formatted(file, e.getMessage()),
          e);
    }
  }
}
