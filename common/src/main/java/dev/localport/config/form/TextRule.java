package dev.localport.config.form;

import java.util.regex.Pattern;

/**
 * What a text has to look like.
 *
 * @param what completes "… is not"
 * @param right what to write instead
 */
public record TextRule(Pattern form, String what, String right) {
  /** The name of a service, or of one of its ports. */
  public static final TextRule NAME =
      new TextRule(
          Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}"),
          "a name",
          "use at most 63 letters, digits, dots, dashes and underscores; start with a letter or"
              + " digit");

  /** The name of an object in a cluster: a DNS subdomain, as Kubernetes asks. */
  public static final TextRule OBJECT =
      new TextRule(
          Pattern.compile(
              "(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"),
          "a valid Kubernetes name",
          "use lowercase letters, digits, dashes and dots");

  /** A namespace: a DNS label, as Kubernetes asks. */
  public static final TextRule NAMESPACE =
      new TextRule(
          Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"),
          "a valid Kubernetes namespace",
          "use at most 63 lowercase letters, digits and dashes");

  /** The name of a port of a pod or a Service, as Kubernetes asks. */
  public static final TextRule PORT_NAME =
      new TextRule(
          Pattern.compile("(?=.*[a-z])[a-z0-9](-?[a-z0-9]){0,14}"),
          "a port",
          "use 1 to 65535, or the name of a port");

  /** Anything that can be seen: the name of a context, a path, a tag. */
  public static final TextRule VISIBLE =
      new TextRule(
          Pattern.compile("\\S|\\S.{0,1022}\\S"),
          "usable",
          "write it without leading or trailing blanks");

  /** Where a request goes. */
  public static final TextRule URL =
      new TextRule(
          Pattern.compile(
              "/\\S*|https?://(?:[^\\s/?#@]*@)?HOST(?::PORT)?(?:[/?#]\\S*)?"
                  .replace("HOST", "(?:\\[[0-9A-Fa-f:.]+]|[^\\s/?#@:\\[\\]]+)")
                  .replace(
                      "PORT",
                      "(?:[1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d\\d"
                          + "|655[0-2]\\d|6553[0-5])")),
          "a URL",
          "write a path such as /health, or a full URL with http:// or https://");

  /** The value of a header: one line. */
  public static final TextRule HEADER =
      new TextRule(
          Pattern.compile("[\\t -~\\u0080-\\uffff]{0,8192}"),
          "a header's value",
          "write one line of at most 8192 characters");

  /** A program, one of its arguments, or a password. */
  public static final TextRule ARGUMENT =
      new TextRule(
          Pattern.compile("[^\\u0000]{0,8192}"), "usable", "write at most 8192 characters");

  /** The name of a shell's variable. */
  public static final TextRule VARIABLE =
      new TextRule(
          Pattern.compile("[A-Za-z_][A-Za-z0-9_]*"),
          "the name of a variable",
          "use letters, digits and underscores; do not start with a digit");

  /** A label selector, in kubectl's syntax. */
  public static final TextRule SELECTOR =
      new TextRule(
          Pattern.compile(
              "(?=.{1,1000}$)REQ(?: *, *REQ)*"
                  .replace("REQ", "(?:!?KEY|KEY *(?:==?|!=) *VAL|KEY +(?:in|notin) *[(]SET[)])")
                  .replace("SET", " *VAL(?: *, *VAL)* *")
                  .replace("KEY", "(?:[a-z0-9.-]+/)?[A-Za-z0-9][A-Za-z0-9._-]*")
                  .replace("VAL", "[A-Za-z0-9._-]*")),
          "a label selector",
          "write app=db, app!=db, tier in (a,b), or several with commas");

  /** A field selector, in kubectl's syntax. */
  public static final TextRule FIELDS =
      new TextRule(
          Pattern.compile("TERM(?:,TERM)*".replace("TERM", "[A-Za-z.]+(?:==?|!=)[A-Za-z0-9._-]*")),
          "a field selector",
          "write status.phase!=Succeeded, or several with commas");

  /** Returns whether a text follows the rule. */
  public boolean allows(String text) {
    return form.matcher(text).matches();
  }

  /** Says that a text does not follow the rule, and what to write instead. */
  public String refusal(String text) {
    return "\"%s\" is not %s; %s".formatted(text, what, right);
  }
}
