package dev.localport.daemon.kube.client;

import dev.localport.api.FailureKind;
import java.util.Map;

/** A person's own runs of credential plug-ins, in a terminal. Thread-safe. */
public final class Logins {
  private final Plugins plugins;

  /** Hands what comes of them to these plug-ins. */
  public Logins(Plugins plugins) {
    this.plugins = plugins;
  }

  /**
   * Returns what to run for a context.
   *
   * @param shell the variables of the terminal's shell
   * @param terminal whether there is one
   * @throws KubeException if it has no plug-in, or one that needs a terminal and there is none
   */
  public PluginLogin begin(Kubeconfig.Entry entry, Map<String, String> shell, boolean terminal)
      throws KubeException {
    PluginCommand command = command(entry);
    if (command.needsTerminal() && !terminal) {
      throw PluginWords.failure(command, "needs a terminal (interactiveMode: Always)", null);
    }
    return new PluginLogin(
        entry.name(),
        command.words(shell),
        command.additions(
            terminal ? PluginCommand.Terminal.ATTACHED : PluginCommand.Terminal.NONE));
  }

  /**
   * Takes what the plug-in of a context printed.
   *
   * @throws KubeException if that is no credential
   */
  public void end(Kubeconfig.Entry entry, String output) throws KubeException {
    PluginCommand command = command(entry);
    try {
      PluginAnswer answer = PluginAnswer.of(output);
      plugins.all(entry.name(), command).forEach(plugin -> plugin.hand(answer));
    } catch (PluginAnswer.UnreadableException e) {
      throw PluginWords.failure(command, String.valueOf(e.getMessage()), null);
    }
  }

  private static PluginCommand command(Kubeconfig.Entry entry) throws KubeException {
    if (!Plugins.isUsedBy(entry)) {
      throw new KubeException(
          FailureKind.KUBECONFIG,
          "context %s has no credential plug-in to run; log in as you do for kubectl, and LocalPort reads the kubeconfig when it changes"
              .formatted(entry.name()));
    }
    return Plugins.command(entry);
  }
}
