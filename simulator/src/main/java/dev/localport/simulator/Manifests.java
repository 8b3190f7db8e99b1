package dev.localport.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.localport.simulator.objects.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads objects from a resource of this package, a document each. */
final class Manifests {
  private Manifests() {}

  static List<ObjectNode> read(String name) {
    try (InputStream yaml = Manifests.class.getResourceAsStream(name)) {
      if (yaml == null) {
        throw new IllegalStateException(name + " is not in this program");
      }
      List<ObjectNode> objects = new ArrayList<>();
      for (Object document :
          new Load(LoadSettings.builder().build()).loadAllFromInputStream(yaml)) {
        ObjectNode object = Json.of(document);
        if (object.has("items")) { // a List: its objects may share parts
          object.path("items").forEach(item -> objects.add((ObjectNode) item));
        } else {
          objects.add(object);
        }
      }
      return objects;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
