package dev.localport.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.cli.imports.draft.Draft;
import dev.localport.cli.imports.draft.Entry;
import dev.localport.cli.imports.draft.Skipped;
import dev.localport.cli.imports.shell.ShellReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What single commands become: the target, namespace, context, ports, and what is missing. */
class ShellLinesTest {
  /**
   * A script and what it forwards.
   *
   * @param expected a forward in each line; empty: none
   */
  private record Row(String script, String expected) {}

  private static final List<Row> ROWS =
      List.of(
          // how kubectl is called
          new Row("kubectl port-forward svc/a 80", "service/a 80:80"),
          new Row("/usr/local/bin/kubectl port-forward svc/a 80", "service/a 80:80"),
          new Row("kubectl.exe port-forward svc/a 80", "service/a 80:80"),
          new Row("sudo -u bob -E kubectl port-forward svc/a 80", "service/a 80:80"),
          new Row("nohup nice -n 10 kubectl port-forward svc/a 80 &", "service/a 80:80"),
          new Row("timeout -k 5 1h kubectl port-forward svc/a 80", "service/a 80:80"),
          new Row("exec kubectl port-forward svc/a 80", "service/a 80:80"),
          new Row("if ! kubectl port-forward svc/a 80; then exit 1; fi", "service/a 80:80"),
          new Row("kubectl port-forward svc/a 80 || true", "service/a 80:80"),
          new Row("kubectl port-forward svc/a 80 | tee log", "service/a 80:80"),
          new Row("(kubectl port-forward svc/a 80 &)", "service/a 80:80"),
          new Row("{ kubectl port-forward svc/a 80; } 2>/dev/null", "service/a 80:80"),
          new Row("sh -c 'kubectl port-forward svc/a 80'", "service/a 80:80"),
          new Row("watch -n1 kubectl port-forward svc/a 80", "service/a 80:80"),
          new Row("doppler run -- kubectl port-forward svc/a 80", "service/a 80:80"),
          new Row("minikube kubectl -- port-forward svc/a 80", "service/a 80:80"),
          new Row("alias kn='kubectl -n shop'; kn port-forward svc/a 80", "service/a shop 80:80"),
          new Row("alias kpf='kubectl port-forward'\nkpf svc/a 80", "service/a 80:80"),
          new Row(
              "KUBECTL='kubectl -n shop'; $KUBECTL port-forward svc/a 80", "service/a shop 80:80"),
          new Row(
              "$KUBECTL port-forward svc/a 80",
              "service/a 80:80 !$KUBECTL is not set in this file"),
          new Row(
              "kubectl $OPTS port-forward svc/a 80",
              "service/a 80:80 !$OPTS is not set in this file"),
          // what is no forward
          new Row("# kubectl port-forward svc/a 80", ""),
          new Row("echo \"kubectl port-forward svc/a 80\"", ""),
          new Row("pkill -f 'kubectl port-forward svc/a 80'", ""),
          new Row("trap 'pkill -f \"kubectl port-forward\"' EXIT", ""),
          new Row("kubectl port-forward -h", ""),
          new Row("kubectl get pods port-forward", ""),
          new Row("kubectl annotate pod a k9scli.io/auto-port-forwards=a::1:1", ""),
          new Row("kubectl exec a -- kubectl port-forward svc/a 80", ""),
          new Row("cat <<'X'\nkubectl port-forward svc/a 80\nX", ""),
          new Row(
              "cat <<-X\n\tkubectl port-forward svc/a 80\n\tX\nkubectl port-forward svc/b 80",
              "service/b 80:80"),
          // options
          new Row(
              "kubectl port-forward svc/a 80 -n=shop --context=dev", "service/a shop dev 80:80"),
          new Row("kubectl port-forward -nshop svc/a 80", "service/a shop 80:80"),
          new Row("kubectl port-forward --v=6 --request-timeout 5s svc/a 80", "service/a 80:80"),
          new Row(
              "kubectl port-forward --unknown x svc/a 80",
              "pod/x 80:80 !\"svc/a\" is not a port; kubectl's option --unknown is not known to LocalPort"),
          new Row(
              "kubectl --cluster c port-forward svc/a 80",
              "service/a 80:80 !--cluster names another API server; name a context of the kubeconfig instead"),
          new Row(
              "kubectl -n Shop port-forward svc/a 80",
              "service/a Shop 80:80 !\"Shop\" is not a namespace"),
          // targets
          new Row("kubectl port-forward a 80", "pod/a 80:80"),
          new Row("kubectl port-forward deployments.apps/a 80", "deployment/a 80:80"),
          new Row("kubectl port-forward DEPLOY/a 80", "deployment/a 80:80"),
          new Row(
              "kubectl port-forward rc/a 80",
              "service/a 80:80 !LocalPort does not forward to a rc"),
          new Row("kubectl port-forward svc/a", "service/a !it has no port"),
          new Row("oc port-forward -p a 80", "pod/a 80:80"),
          // ports
          new Row("kubectl port-forward svc/a 8080:http", "service/a 8080:http"),
          new Row("kubectl port-forward svc/a :80 0:81", "service/a 0:80 0:81"),
          new Row("kubectl port-forward svc/a https", "service/a 0:https"),
          new Row("kubectl port-forward svc/a 8080:80/TCP", "service/a 8080:80"),
          new Row(
              "kubectl port-forward svc/a 53:53/udp",
              "service/a !port 53/udp is UDP, and Kubernetes forwards TCP only"),
          new Row("kubectl port-forward svc/a 70000", "service/a !\"70000\" is not a port"),
          new Row("kubectl port-forward svc/a 80 80", "service/a 80:80 0:80"),
          // quotes, lines and variables
          new Row("kubectl port-forward \\\n  svc/a \\\r\n 80", "service/a 80:80"),
          new Row("kubectl port-forward 'svc/a' \"80\":8\\0", "service/a 80:80"),
          new Row("N=a; P=80; kubectl port-forward svc/\"${N}\" $P:$P", "service/a 80:80"),
          new Row(
              "N=a kubectl port-forward svc/$N 80", "service/$N 80:80 !$N is not set in this file"),
          new Row(
              "export N=a\nunset N\nkubectl port-forward svc/$N 80",
              "service/$N 80:80 !$N is read while the script runs"),
          new Row(
              "read -r N; kubectl port-forward svc/$N 80",
              "service/$N 80:80 !$N is read while the script runs"),
          new Row(
              "N=a; if [ $X ]; then N=b; fi; kubectl port-forward svc/$N 80",
              "service/$N 80:80 !$N depends on a condition"),
          new Row(
              "if [ $X ]; then N=a; else N=a; fi; kubectl port-forward svc/$N 80",
              "service/a 80:80"),
          new Row(
              "[ $X ] || N=b; kubectl port-forward svc/$N 80",
              "service/$N 80:80 !$N depends on a condition"),
          new Row("cd x && N=b && kubectl port-forward svc/$N 80", "service/b 80:80"),
          new Row(
              "P=80; while true; do P=$((P+1)); done; kubectl port-forward svc/a $P",
              "service/a !$P depends on a condition"),
          new Row(
              "(N=a); kubectl port-forward svc/$N 80",
              "service/$N 80:80 !$N is not set in this file"),
          new Row(
              "for p in 80 81; do kubectl port-forward svc/a $p; done",
              "service/a 80:80\nservice/a 81:81"),
          new Row(
              "for s in $(cat list); do kubectl port-forward svc/$s 80; done",
              "service/$s 80:80 !$s takes values that only a run shows"),
          new Row("A=(a b); A+=(c); kubectl port-forward svc/${A[2]} 80", "service/c 80:80"),
          new Row(
              "A=(a b)\nkubectl port-forward svc/${A[$I]} 80",
              "service/${A[…]} 80:80 !$A[…] is not set in this file"),
          new Row(
              "f() { kubectl port-forward svc/$1 \"${@:2}\"; }; f a 80",
              "service/a !${@:2} is known only when it runs"),
          new Row("f() { shift; kubectl port-forward svc/$1 80; }; f x a", "service/a 80:80"),
          new Row("f() { f; kubectl port-forward svc/a 80; }; f", "service/a 80:80"),
          new Row("function f { kubectl port-forward svc/a 80; }", "service/a 80:80"),
          new Row("E=a:80:81; kubectl port-forward svc/${E%%:*} ${E#*:}", "service/a 80:81"),
          new Row("kubectl port-forward svc/${N:-a} 80", "service/a 80:80"),
          new Row(
              "kubectl port-forward svc/${N^^} 80",
              "service/${N^^} 80:80 !${N^^} is known only when it runs"),
          // pods by their labels
          new Row(
              "kubectl port-forward $(kubectl get po -l=app=a -o name) 80", "selector/app=a 80:80"),
          new Row(
              "kubectl port-forward `kubectl get pods -l app=a | tail -1 | awk '{print $1}'` 80",
              "selector/app=a 80:80"),
          new Row(
              "kubectl port-forward pod/$(kubectl get pod --selector app=a -o name) 80",
              "selector/app=a 80:80"),
          new Row(
              "kubectl port-forward $(kubectl get pods | grep a) 80",
              "pod/$(…) 80:80 !$(…) is the output of a command"),
          new Row(
              "kubectl port-forward $(kubectl get svc -l app=a -o name) 80",
              "pod/$(…) 80:80 !$(…) is the output of a command"),
          // contexts that a script switches to
          new Row(
              "kubectl config use-context dev\nkubectl port-forward svc/a 80",
              "service/a dev 80:80"),
          new Row(
              "kubectx dev; kubens shop; kubectl port-forward svc/a 80",
              "service/a shop dev 80:80"),
          new Row(
              "kubectl config set-context --current --namespace=shop; kubectl port-forward svc/a 80",
              "service/a shop 80:80"),
          new Row(
              "[ $X ] && kubectx dev; kubectl port-forward svc/a 80",
              "service/a $(…) 80:80 !it depends on a condition"),
          // others
          new Row(
              "kubefwd svc -n a",
              "kubefwd forwards every Service of namespace a; list those you need as services"),
          new Row("kubefwd --help", ""),
          new Row(
              "ssh host 'kubectl port-forward svc/a 80'",
              "ssh runs it on another host; import it there, or forward from here: localport forward"),
          new Row("ssh -L 80:web:80 host", ""),
          new Row("mirrord port-forward -L 80:a.shop:81", "service/a shop 80:81"),
          new Row("\"unclosed\nkubectl port-forward svc/a 80", "service/a 80:80"));

  @TestFactory
  Stream<DynamicTest> everyLineBecomesWhatIsExpected() {
    return ROWS.stream()
        .map(row ->
            DynamicTest.dynamicTest(
                row.script(), () -> assertThat(found(row.script())).isEqualTo(row.expected())));
  }

  private static String found(String script) {
    List<Entry> found = new ArrayList<>();
    new ShellReader("x", found::add).read(script, 1);
    return found.stream().map(ShellLinesTest::shown).distinct().collect(Collectors.joining("\n"));
  }

  private static String shown(Entry entry) {
    return switch (entry) {
      case Skipped skipped -> skipped.why();
      case Draft draft -> {
        List<String> words = new ArrayList<>(List.of(draft.kind() + "/" + draft.object()));
        Stream.of(draft.namespace(), draft.context())
            .filter(word -> word != null)
            .forEach(words::add);
        draft.ports().forEach(port -> words.add(port.local() + ":" + port.remote()));
        if (!draft.isWhole()) {
          words.add("!" + String.join("; ", draft.missing()));
        }
        yield String.join(" ", words);
      }
    };
  }
}
