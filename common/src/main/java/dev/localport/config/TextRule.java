package dev.localport.config;

import java.util.regex.Pattern;

/**
 * What a text has to look like.
 *
 * @param what completes "… is not"
 * @param right what to write instead
 */
record TextRule(Pattern form, String what, String right) {
  /** The name of a service, or of one of its ports. */
  static final TextRule NAME =
      new TextRule(
          Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}"),
          "a name",
          "use at most 63 letters, digits, dots, dashes and underlines, a letter or digit first");

  /** The name of an object in a cluster: a DNS subdomain, as Kubernetes asks. */
  static final TextRule OBJECT =
      new TextRule(
          Pattern.compile(
              "(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"),
          "a name that Kubernetes allows",
          "use small letters, digits, dashes and dots");

  /** A namespace: a DNS label, as Kubernetes asks. */
  static final TextRule NAMESPACE =
      new TextRule(
          Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"),
          "a namespace that Kubernetes allows",
          "use at most 63 small letters, digits and dashes");

  /** The name of a port of a pod or a Service, as Kubernetes asks. */
  static final TextRule PORT_NAME =
      new TextRule(
          Pattern.compile("(?=.*[a-z])[a-z0-9](-?[a-z0-9]){0,14}"),
          "a port",
          "use 1 to 65535, or the name of a port");

  /** Anything that can be seen: the name of a context, a path, a tag. */
  static final TextRule VISIBLE =
      new TextRule(
          Pattern.compile("\\S|\\S.{0,1022}\\S"),
          "usable",
          "write a text without blanks around it");

  boolean allows(String text) {
    return form.matcher(text).matches();
  }
}
