package dev.localport.daemon.cluster;

import dev.localport.api.FailureKind;
import dev.localport.api.PodInfo;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** The service of the tests keeps what a forward promises. */
class FakeSubscriberTest extends ClusterSubscriberContract {
  private final FakeSubscriber user = new FakeSubscriber("web");

  @BeforeEach
  void hasNotTried() {
    user.namespace = null;
  }

  @Override
  protected ClusterSubscriber user() {
    return user;
  }

  @Override
  protected void connect(PodInfo pod) {
    user.namespace = "shop";
    user.pods = List.of(pod);
    user.session = true;
  }

  @Override
  protected void kubeconfig(String server) {
    user.kubeconfig = null;
    user.context = new FakeSubscriber.Context("dev", server);
  }

  @Override
  protected void withoutContext() {
    user.kubeconfig = FailureKind.CONTEXT_MISSING;
  }

  @Override
  protected int told() {
    return user.told.size() + user.answers() + user.troubles();
  }
}
