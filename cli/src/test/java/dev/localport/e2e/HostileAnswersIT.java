package dev.localport.e2e;

import dev.localport.e2e.hostile.HostileAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever an API server answers, it hurts no service of another cluster. */
class HostileAnswersIT {
  @TempDir Path temporary;

  @Test
  @Tag("ci")
  void allOfThemSideBySideHurtNobodyElse() throws IOException, InterruptedException {
    attack(Arrays.stream(HostileAnswer.values()).map(HostileAnswer::word).toList())
        .run(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @EnumSource
  @Tag("long")
  void eachOfThemHurtsNobodyElse(HostileAnswer answer) throws IOException, InterruptedException {
    attack(List.of(answer.word())).run(Duration.ofSeconds(30));
  }

  private HostileAttack attack(List<String> answers) {
    return new HostileAttack(
        temporary, "resource_type: service, resource_name: web", answers, HostileAnswer::of);
  }
}
