package dev.localport.daemon.kube;

import dev.localport.api.FailureKind;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.reads.ClusterReads;
import dev.localport.daemon.kube.reads.ClusterReadsContract;
import dev.localport.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Calls to a simulated cluster keep what made-up answers promise. */
class FabricReadsContractTest extends ClusterReadsContract {
  @TempDir private Path folder;
  @AutoClose private SimulatedContexts simulated;
  private Simulator cluster;
  private ClusterReads reads;

  @BeforeEach
  void open() throws IOException, GeneralSecurityException, KubeException {
    simulated = new SimulatedContexts(folder);
    cluster = simulated.cluster;
    reads = simulated.open().reads();
  }

  @Override
  protected ClusterReads reads() {
    return reads;
  }

  @Override
  protected void crowd() throws IOException, InterruptedException {
    cluster.control("crowd?pods=10&nodes=20&events=30");
  }

  @Override
  protected void fail(FailureKind kind) throws IOException, InterruptedException {
    switch (kind) {
      case UNREACHABLE -> cluster.control("away");
      case SESSION -> answer(503);
      case CREDENTIALS -> answer(401);
      case FORBIDDEN -> answer(403);
      case TARGET_MISSING -> answer(404);
      default -> throw new AssertionError(kind);
    }
  }

  private void answer(int code) throws IOException, InterruptedException {
    cluster.control("status?scope=api&times=1000&code=" + code);
  }

  @Override
  protected void forbidNodes() throws IOException, InterruptedException {
    cluster.control("deny?verb=list&resource=nodes");
  }

  @Override
  protected void failPart(String name) throws IOException, InterruptedException {
    cluster.control("fail-part?on=true&name=" + name);
  }

  @Override
  protected String measure() throws IOException, InterruptedException {
    cluster.control("measure?cpu=12&memory=30");
    return cluster.awaitPod("app=web");
  }

  @Override
  protected void hang() throws IOException, InterruptedException {
    cluster.control("black-hole?on=true");
  }
}
