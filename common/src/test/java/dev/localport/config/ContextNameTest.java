package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextNameTest {
  @ParameterizedTest
  @CsvSource({
    "dev, dev",
    "arn:aws:eks:eu-central-1:111122223333:cluster/shop-dev, shop-dev",
    "gke_shop-project_europe-west3_prod, prod",
    "gke_prod, gke_prod"
  })
  void whatACloudPutsBeforeTheClusterIsLeftOut(String context, String brief) {
    assertThat(ContextName.brief(context)).isEqualTo(brief);
  }
}
