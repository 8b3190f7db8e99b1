package dev.localport.cli.command;

import dev.localport.api.FoundTarget;
import dev.localport.api.FoundTargets;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.init.Additions;
import dev.localport.cli.init.Choice;
import dev.localport.cli.init.Questions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a user chooses before a file is written: context, namespaces, services. */
record InitChoices(CommandContext context, Questions questions) {
  /** Asks for what the command line does not say; nothing where the user gave up. */
  Optional<ClusterSearch.Wanted> where(ClusterSearch.Wanted wanted, ClusterSearch search)
      throws CommandException {
    String in = wanted.context();
    if (in == null) {
      List<String> contexts = contexts();
      if (contexts.size() > 1) {
        Optional<Integer> chosen =
            questions.one("Which context?", contexts.stream().map(InitChoices::plain).toList());
        if (chosen.isEmpty()) {
          return Optional.empty();
        }
        in = contexts.get(chosen.get());
      }
    }
    return wanted.namespaces().isEmpty()
        ? namespaces(new ClusterSearch.Wanted(in, List.of(), wanted.selector()), search)
        : Optional.of(new ClusterSearch.Wanted(in, wanted.namespaces(), wanted.selector()));
  }

  /* The current one is the first, and so what Enter takes. */
  private List<String> contexts() {
    List<String> names = new ArrayList<>(KubeconfigContexts.names(context.surroundings()));
    String current = KubeconfigContexts.current(context.surroundings());
    if (current != null && names.remove(current)) {
      names.addFirst(current);
    }
    return names;
  }

  private static Choice plain(String text) {
    return new Choice(text, false);
  }

  private Optional<ClusterSearch.Wanted> namespaces(
      ClusterSearch.Wanted wanted, ClusterSearch search) throws CommandException {
    List<String> all;
    try {
      all = search.namespaces(wanted.context());
    } catch (CommandException e) {
      context.output().note("the context's own namespace is used: " + e.text());
      return Optional.of(wanted);
    }
    String own = KubeconfigContexts.namespace(context.surroundings(), wanted.context());
    if (all.size() < 2) {
      return Optional.of(wanted);
    }
    return questions
        .some(
            "Which namespaces?",
            all.stream().map(name -> new Choice(name, name.equals(own))).toList())
        .map(chosen ->
            new ClusterSearch.Wanted(
                wanted.context(),
                chosen.stream().sorted().map(all::get).toList(),
                wanted.selector()));
  }

  /** Asks for the services; nothing where the user gave up, or chose none. */
  Optional<Collection<FoundTarget>> what(FoundTargets found) {
    List<FoundTarget> all = found.targets();
    Set<FoundTarget> usual = Set.copyOf(ClusterSearch.usual(found));
    boolean isOne = found.namespaces().size() == 1;
    return questions
        .some(
            "Which services?",
            all.stream()
                .map(target -> new Choice(shown(target, isOne), usual.contains(target)))
                .toList())
        .filter(chosen -> !chosen.isEmpty())
        .map(chosen ->
            IntStream.range(0, all.size()).filter(chosen::contains).mapToObj(all::get).toList());
  }

  private static String shown(FoundTarget target, boolean isOneNamespace) {
    String ports = target.ports().stream().map(Additions::shown).collect(Collectors.joining(", "));
    String kind = target.kind().equals("service") ? "" : " (StatefulSet)";
    String name = isOneNamespace ? target.name() : target.namespace() + "/" + target.name();
    return name + kind + "  " + ports;
  }
}
