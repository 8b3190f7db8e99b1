package dev.localport.config;

import dev.localport.config.form.Forms;
import dev.localport.config.form.Key;
import dev.localport.config.form.Place;
import dev.localport.config.form.Schema;
import dev.localport.config.form.Section;
import dev.localport.config.form.TextRule;
import dev.localport.config.form.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads {@code env} of the services, one after the other; belongs to one read. */
final class EnvReader {
  /** The values are read once the ports are known that they may name. */
  static final Key<Value> ENV =
      Key.of(
          "env",
          Forms.<Value>of(value -> value, schema()),
          "Variables for localport env and localport run. Placeholders: {host}, {port}, {port.NAME}"
              + " for one of several ports, {name} for the service; {{ and }} for braces.");

  /** What LocalPort sets by itself begins so. */
  private static final String OURS = "LOCALPORT_";

  /* With these a file decides which programs or libraries run: that takes trust. */
  private static final Pattern CHANGES_PROGRAMS =
      Pattern.compile(
          "(?i)(LD|DYLD|BASH|ZSH|GIT|NPM_CONFIG)_\\w+|PYTHON\\w+|RUBY(OPT|LIB)|PERL5?(OPT|LIB|DB)"
              + "|NODE_(OPTIONS|PATH)|JAVA_(HOME|OPTS|TOOL_OPTIONS)|(_|JDK_)JAVA_OPTIONS|CLASSPATH"
              + "|(MAVEN|GRADLE)_OPTS|PS[0-4]|PATH|ENV|ZDOTDIR|FPATH|CDPATH|IFS|PROMPT_COMMAND|SHELL"
              + "|EDITOR|VISUAL|PAGER|BROWSER|LESSOPEN|KUBECONFIG|HOME|TMPDIR");

  private final Map<String, Owner> owners = new HashMap<>();

  /** The service that sets a variable, and where. */
  private record Owner(String service, Place at) {}

  private static Map<String, Object> schema() {
    return Schema.of(
        "type",
        "object",
        "propertyNames",
        Schema.of("pattern", Schema.whole(TextRule.VARIABLE.form().pattern())),
        "additionalProperties",
        Forms.secret(TextRule.ARGUMENT).schema());
  }

  /**
   * Returns the variables of a service; what is wrong is reported.
   *
   * @param who how messages call the service
   * @param enabled whether the variables are set: those of another one clash with none
   * @param ports the service's; none where they could not be read
   */
  List<EnvVariable> read(Section service, String who, boolean enabled, List<PortMapping> ports) {
    Value env = service.find(ENV);
    if (env == null) {
      return List.of();
    } else if (!env.isMap()) {
      env.wrong("expected keys", "write NAME: value, one per line");
      return List.of();
    }
    List<EnvVariable> variables = new ArrayList<>();
    Section.entriesOf(env)
        .forEach((key, value) -> {
          if (!value.isNothing() && isName(key, value) && (!enabled || isFree(key, value, who))) {
            EnvTemplate template = new TemplateReader(value, ports).read();
            if (template != null) {
              variables.add(new EnvVariable(key.name(), template));
            }
          }
        });
    return variables;
  }

  private static boolean isName(Section.Written key, Value value) {
    if (!TextRule.VARIABLE.allows(key.name())) {
      wrong(key, value, "this is not " + TextRule.VARIABLE.what(), TextRule.VARIABLE.right());
      return false;
    } else if (key.name().startsWith(OURS)) {
      wrong(key, value, "LocalPort sets variables that begin with " + OURS, "use another name");
      return false;
    }
    if (CHANGES_PROGRAMS.matcher(key.name()).matches()) {
      value.report().sensitive(value, "sets " + key.name() + ", which can run other programs");
    }
    return true;
  }

  private boolean isFree(Section.Written key, Value value, String who) {
    Owner first = owners.putIfAbsent(key.name(), new Owner(who, key.at()));
    if (first != null) {
      wrong(
          key,
          value,
          "%s of %s is already set by %s in line %d"
              .formatted(key.name(), who, first.service(), first.at().line()),
          "use another name");
    }
    return first == null;
  }

  private static void wrong(Section.Written key, Value value, String wrong, String right) {
    value.report().error(key.at(), value.path(), wrong, right);
  }
}
