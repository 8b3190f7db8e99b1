package dev.localport.daemon.kube.client;

import java.util.List;
import java.util.Map;

/**
 * What a person's terminal runs to get the credentials of a context.
 *
 * @param context its name
 * @param words the program and its arguments
 * @param variables those that the program needs in addition to the terminal's shell; may hold
 *     secrets of the kubeconfig
 */
public record PluginLogin(String context, List<String> words, Map<String, String> variables) {
  @Override
  public String toString() {
    return "login of " + context; // a record's own words would hold the variables
  }
}
