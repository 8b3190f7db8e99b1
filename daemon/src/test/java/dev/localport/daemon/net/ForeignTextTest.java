package dev.localport.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForeignTextTest {
  @Test
  void aTextIsOneLineWithoutWhatSteersATerminal() {
    assertThat(ForeignText.line("pods \"web-1\" not found")).isEqualTo("pods \"web-1\" not found");
    assertThat(ForeignText.line("one\r\ntwo\tthree\n")).isEqualTo("one two three");
    assertThat(ForeignText.line("a\u001b[31mred\u0007")).isEqualTo("a [31mred");
    assertThat(ForeignText.line("a\u009b31mred\u2028next")).isEqualTo("a 31mred next");
    assertThat(ForeignText.line("invoice\u202egnp.exe\u2066")).isEqualTo("invoice gnp.exe");
  }

  @Test
  void lettersOfAllLanguagesStay() {
    assertThat(ForeignText.line("Zertifikat abgelaufen: Größe, 証明書, \ud83d\ude00"))
        .isEqualTo("Zertifikat abgelaufen: Größe, 証明書, \ud83d\ude00");
  }

  @Test
  void aLongTextIsCutAndNeverInTheMiddleOfACharacter() {
    assertThat(ForeignText.line("x".repeat(1024))).isEqualTo("x".repeat(1024));
    assertThat(ForeignText.line("x".repeat(10_000_000))).isEqualTo("x".repeat(1024) + "…");
    assertThat(ForeignText.line("x" + "\ud83d\ude00".repeat(2000)))
        .isEqualTo("x" + "\ud83d\ude00".repeat(511) + "…");
    assertThat(ForeignText.line("half \ud83d")).isEqualTo("half");
  }

  @Test
  void aKubeletsMessageNamesAPodWithoutItsUid() {
    assertThat(
            ForeignText.line(
                "back-off 40s restarting failed container=app"
                    + " pod=web-0_shop(7f28fa12-a748-4080-8e32-f1a209209807)"))
        .isEqualTo("back-off 40s restarting failed container=app pod=web-0_shop");
    assertThat(
            ForeignText.line("pod: \"etcd_kube-system(0123456789abcdef0123456789abcdef)\". no DNS"))
        .isEqualTo("pod: \"etcd_kube-system\". no DNS");
    assertThat(ForeignText.line("volume 7f28fa12-a748-4080-8e32-f1a209209807 (in use)"))
        .isEqualTo("volume 7f28fa12-a748-4080-8e32-f1a209209807 (in use)");
  }

  @Test
  void theOutputOfAProgramStaysAsItIsButForWhatSteersATerminal() {
    assertThat(ForeignText.output("\tat Main.java:1  ok", 99)).isEqualTo("\tat Main.java:1  ok");
    assertThat(ForeignText.output("\u001b[1;31mERROR\u001b[0m no\tdisk", 99))
        .isEqualTo("ERROR no\tdisk");
    assertThat(ForeignText.output("a\u001b]0;title\u0007b\u202ec", 99)).isEqualTo("a ]0;title b c");
    assertThat(ForeignText.output("x".repeat(50), 9)).isEqualTo("x".repeat(9));
    assertThat(ForeignText.output("\ud83d\ude00 half \ud83d", 99)).isEqualTo("\ud83d\ude00 half  ");
  }
}
