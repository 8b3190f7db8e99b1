package dev.localport.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Somebody else's reading of our JSON Schema. */
final class SchemaCheck {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(JSON.<JsonNode>valueToTree(ConfigReader.schema()));

  private SchemaCheck() {}

  /** Returns what the schema says is wrong with a YAML text. */
  static List<String> problems(String yaml) {
    Object values = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return SCHEMA.validate(JSON.valueToTree(values)).stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }
}
