package dev.localport.e2e.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.e2e.LocalportProgram;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The pictures of the pages: what GitHub shows of them, and what they must not contain. */
class SessionSvgTest {
  private static final Path IMAGES = LocalportProgram.root().resolve("docs/images");

  private static Document parsed(String svg)
      throws ParserConfigurationException, SAXException, IOException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
  }

  static Stream<Path> pictures() throws IOException {
    try (Stream<Path> files = Files.list(IMAGES)) {
      return files.toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void isSmallHasATitleAndNeedsNothingElse(Path picture)
      throws ParserConfigurationException, SAXException, IOException {
    String svg = Files.readString(picture);

    assertThat(parsed(svg).getElementsByTagName("title").getLength()).isOne();
    assertThat(svg).hasSizeLessThan(200_000);
    assertThat(svg.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("<script", "http:", "https:", "/tmp/", "/home/", "/root", "/work");
  }

  @Test
  void drawsALineOnceHoweverManyFramesHaveIt()
      throws ParserConfigurationException, SAXException, IOException {
    Recording recording = new Recording();
    recording.add(500, List.of("$ a <b>"));
    recording.add(250, List.of("$ a <b>"));
    recording.add(250, List.of("$ a <b>", "done"));

    String svg = new SessionSvg(10, 2).draw("two & three", recording, 1);

    Document document = parsed(svg);
    assertThat(document.getElementsByTagName("text").getLength()).isEqualTo(2);
    assertThat(document.getElementsByTagName("use").getLength()).isEqualTo(3);
    assertThat(svg)
        .contains("0.000%{transform:translateY(0px)}75.000%{transform:translateY(-36px)}")
        .contains("animation:s 1.0s step-end infinite");
  }
}
