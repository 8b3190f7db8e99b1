package dev.localport.daemon.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.localport.daemon.demo.objects.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads the objects that the cluster begins with. */
final class Manifests {
  private Manifests() {}

  static List<ObjectNode> read() {
    try (InputStream yaml = Manifests.class.getResourceAsStream("cluster.yaml")) {
      if (yaml == null) {
        throw new IllegalStateException("cluster.yaml is not in this program");
      }
      List<ObjectNode> objects = new ArrayList<>();
      for (Object document :
          new Load(LoadSettings.builder().build()).loadAllFromInputStream(yaml)) {
        objects.add(Json.of(document));
      }
      return objects;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
