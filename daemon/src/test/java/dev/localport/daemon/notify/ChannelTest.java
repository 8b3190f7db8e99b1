package dev.localport.daemon.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.config.NotifyEvent;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String EVIL = "--help; $(id) <b>\"&'\u001b[2J\u202e";

  @TempDir private Path folder;
  private Stubs stubs;

  @BeforeEach
  void make() {
    stubs = new Stubs(folder);
  }

  private static Notice notice(String cause) {
    JournalEntry entry =
        JournalEntry.of(JournalType.ERROR)
            .service("web")
            .context("prod")
            .pod("web-1")
            .previous("connecting")
            .state("suspended")
            .reason("forbidden")
            .cause(cause)
            .build()
            .numbered(7, Instant.parse("2026-11-30T08:00:00Z"));
    return new Notice(NotifyEvent.FAILED, entry, cause, 2, List.of("web", "db"), List.of(entry));
  }

  private void deliver(Channel channel, Notice notice) throws InterruptedException {
    assertThat(Objects.requireNonNull(channel.run(notice)).run(LIMIT)).isNull();
  }

  @Test
  void aCommandGetsTheEventAsJsonAndItsPartsAsVariables() throws IOException, InterruptedException {
    stubs.shell.put("LOCALPORT_POD", "an older one");
    stubs.program("mail", "cat >$OUT; env | grep ^LOCALPORT_ | sort >>$OUT; echo \"$@\" >>$OUT");
    Channel mail = new Channel.Command(stubs.command(List.of("mail", "me"), "failed"));

    deliver(mail, notice("you may not"));

    assertThat(stubs.said())
        .isEqualTo(
            """
            {"sequence":7,"at":"2026-11-30T08:00:00Z","type":"error","service":"web","context":"prod","pod":"web-1","previous":"connecting","state":"suspended","reason":"forbidden","cause":"you may not","event":"failed","message":"you may not","count":2,"services":["web","db"],"events":[{"sequence":7,"at":"2026-11-30T08:00:00Z","type":"error","service":"web","context":"prod","pod":"web-1","previous":"connecting","state":"suspended","reason":"forbidden","cause":"you may not"}]}
            LOCALPORT_CAUSE=you may not
            LOCALPORT_CONTEXT=prod
            LOCALPORT_COUNT=2
            LOCALPORT_EVENT=failed
            LOCALPORT_MESSAGE=you may not
            LOCALPORT_POD=web-1
            LOCALPORT_SERVICE=web db
            LOCALPORT_STATE=suspended
            me
            """);
  }

  @Test
  void aHostileCauseIsTextAndNothingElse() throws IOException, InterruptedException {
    stubs.program("mail", "printf '%s|' \"$LOCALPORT_CAUSE\" >$OUT; cat >>$OUT");

    deliver(new Channel.Command(stubs.command(List.of("mail"), "failed")), notice(EVIL));

    String[] said = stubs.said().split("\\|", 2);
    assertThat(said[0]).isEqualTo("--help; $(id) <b>\"&' [2J ");
    assertThat(JsonObject.parse(said[1]).text("cause")).isEqualTo(EVIL);
    assertThat(said[1]).doesNotContain("\u001b", "\u202e");
  }

  @Test
  void aProgramBesideTheFileIsFoundFromItsFolder() throws IOException, InterruptedException {
    stubs.program("hook.sh", "echo here >$OUT");

    deliver(new Channel.Command(stubs.command(List.of("./bin/hook.sh"), "failed")), notice("x"));

    assertThat(stubs.said()).isEqualTo("here\n");
  }

  @Test
  void aProgramThatIsNotThereIsNone() {
    assertThat(new Channel.Command(stubs.command(List.of("nowhere"), "failed")).run(notice("x")))
        .isNull();
    assertThat(new Channel.Command(stubs.command(List.of("a\0b"), "failed")).run(notice("x")))
        .isNull();
    assertThat(new Channel.Desktop(stubs.alone().desktop("failed"), false).run(notice("x")))
        .isNull();
  }

  @Test
  void notifySendTakesAHostileTextForText() throws IOException, InterruptedException {
    stubs.program("notify-send", "for word; do echo \"[$word]\" >>$OUT; done");

    deliver(new Channel.Desktop(stubs.desktop("failed"), false), notice(EVIL));

    assertThat(stubs.said())
        .isEqualTo(
            """
            [--app-name=LocalPort]
            [--]
            [LocalPort]
            [--help; $(id) &lt;b&gt;"&amp;' [2J ]
            """);
  }

  @Test
  void osascriptGetsTheTextAsAnArgumentOfItsScript() throws IOException, InterruptedException {
    stubs.program("osascript", "for word; do echo \"[$word]\" >>$OUT; done");

    deliver(new Channel.Desktop(stubs.desktop("failed"), true), notice("a \" & (do shell script)"));

    assertThat(stubs.said())
        .isEqualTo(
            """
            [-e]
            [on run argv]
            [-e]
            [display notification (item 2 of argv) with title (item 1 of argv)]
            [-e]
            [end run]
            [LocalPort]
            [a " & (do shell script)]
            """);
  }

  @Test
  void aLongNotificationFitsIntoAPipe() {
    JournalEntry one = notice("c".repeat(3_000)).main();
    Notice notice =
        new Notice(
            NotifyEvent.FAILED,
            one,
            "m",
            5_000,
            Collections.nCopies(500, "n".repeat(63)),
            Collections.nCopies(100, one));

    String json = notice.toJson().toString();

    assertThat(json.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(60_000);
    assertThat(JsonObject.parse(json).objects("events")).isNotEmpty().hasSizeLessThan(100);
  }
}
