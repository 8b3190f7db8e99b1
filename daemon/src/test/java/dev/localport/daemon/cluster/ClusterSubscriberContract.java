package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.PodInfo;
import dev.localport.daemon.kube.client.KubeException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a monitor relies on, of service {@code web} in context {@code dev}, which has the target
 * {@code service/web}. Holds for a forward's tie to its monitor, and for the service of tests.
 */
public abstract class ClusterSubscriberContract {
  private static final String ONE = "https://one.example:6443";
  private static final String TWO = "https://the-other-one.example:6443";

  /** Returns what is tested, which has not tried to connect yet. */
  protected abstract ClusterSubscriber user();

  /** Has it connect to this pod, in namespace {@code shop}. */
  protected abstract void connect(PodInfo pod);

  /** Has the kubeconfig name this server for the context. */
  protected abstract void kubeconfig(String server) throws IOException;

  /** Takes the context out of the kubeconfig. */
  protected abstract void withoutContext() throws IOException;

  /** Returns how many words its service was told. */
  protected abstract int told();

  @Test
  public void beforeItsFirstAttemptItKnowsWhatItsConfigurationSays() {
    assertThat(user().service()).isEqualTo("web");
    assertThat(user().resource()).isEqualTo("service/web");
    assertThat(user().priority()).isZero();
    assertThat(user().config().enabled()).isTrue();
    assertThat(user().namespace()).isNull();
    assertThat(user().pods()).isEmpty();
    assertThat(user().hasSession()).isFalse();
  }

  @Test
  public void whatIsKnownOfItIsThatOfNow() {
    PodInfo pod = FakeSubscriber.pod("web-1", "node-1");

    connect(pod);

    assertThat(user().namespace()).isEqualTo("shop");
    assertThat(user().pods()).isEqualTo(List.of(pod));
    assertThat(user().hasSession()).isTrue();
  }

  @Test
  public void itsContextIsThatOfTheKubeconfigAsItIsNow() throws IOException, KubeException {
    kubeconfig(ONE);
    assertThat(user().context().name()).isEqualTo("dev");
    assertThat(user().context().server()).startsWith(ONE);

    kubeconfig(TWO);
    assertThat(user().context().server()).startsWith(TWO);

    withoutContext();
    assertThat(catchThrowableOfType(KubeException.class, () -> user().context()).failure().kind())
        .isEqualTo(FailureKind.CONTEXT_MISSING);

    kubeconfig(ONE);
    assertThat(user().context().server()).startsWith(ONE);
  }

  @Test
  public void whatItIsToldReachesItsService() {
    user().onAway(new Failure(FailureKind.UNREACHABLE, "gone"));
    user().onBack();
    user().onAnswers();
    user().onTrouble();

    assertThat(told()).isEqualTo(4);
  }
}
