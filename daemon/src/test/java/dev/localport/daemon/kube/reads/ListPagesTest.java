package dev.localport.daemon.kube.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.daemon.kube.client.KubeException;
import org.junit.jupiter.api.Test;

class ListPagesTest {
  private static final String ENDLESS = "the API server api.dev:6443 returned an endless list: ";

  private final ListPages pages = new ListPages("api.dev:6443");

  @Test
  void aListEndsWhereNoPageIsNamed() throws KubeException {
    assertThat(pages.next(500, "two")).isEqualTo("two");
    assertThat(pages.next(500, "three")).isEqualTo("three");
    assertThat(pages.next(0, "")).isNull();
    assertThat(new ListPages("").next(7, null)).isNull();
  }

  @Test
  void aPageThatNamesItselfIsTheLast() throws KubeException {
    pages.next(500, "abc");

    assertThatThrownBy(() -> pages.next(500, "abc"))
        .hasMessage(ENDLESS + "page 2 refers to itself as the next page");
  }

  @Test
  void anEmptyPageThatNamesAnotherIsTheLast() {
    assertThatThrownBy(() -> pages.next(0, "abc"))
        .hasMessage(ENDLESS + "page 1 is empty and refers to another page");
  }

  @Test
  void noListHasMorePagesThanTheLargestClusters() throws KubeException {
    for (int i = 1; i < ListPages.MOST; i++) {
      pages.next(1, "token " + i);
    }

    assertThatThrownBy(() -> pages.next(1, "one more"))
        .hasMessage(ENDLESS + "more than 1,000 pages");
  }
}
