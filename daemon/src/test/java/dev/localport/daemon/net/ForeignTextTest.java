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
}
