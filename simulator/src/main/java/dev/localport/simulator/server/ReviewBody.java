package dev.localport.simulator.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.localport.simulator.objects.Json;
import dev.localport.simulator.objects.StatusException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a SelfSubjectAccessReview, as JSON or as Kubernetes' protobuf, which newer kubectls send
 * without asking. Of protobuf only what this one object needs: fields that hold bytes.
 */
final class ReviewBody {
  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final int RAW = 2; // runtime.Unknown
  private static final int SPEC = 2; // SelfSubjectAccessReview
  private static final int RESOURCE_ATTRIBUTES = 1; // SelfSubjectAccessReviewSpec
  private static final Map<Integer, String> ATTRIBUTES =
      Map.of(
          1,
          "namespace",
          2,
          "verb",
          3,
          "group",
          4,
          "version",
          5,
          "resource",
          6,
          "subresource",
          7,
          "name");

  private ReviewBody() {}

  /**
   * Reads one.
   *
   * @throws StatusException (400) if it is none
   */
  static ObjectNode read(byte[] body) {
    ByteBuffer bytes = ByteBuffer.wrap(body);
    if (body.length < MAGIC.length || bytes.mismatch(ByteBuffer.wrap(MAGIC)) < MAGIC.length) {
      return Json.read(new String(body, UTF_8));
    }
    try {
      ByteBuffer spec = field(field(bytes.position(MAGIC.length), RAW), SPEC);
      ObjectNode review = Json.object();
      ObjectNode attributes = review.putObject("spec").putObject("resourceAttributes");
      fields(field(spec, RESOURCE_ATTRIBUTES))
          .forEach((number, value) -> {
            if (ATTRIBUTES.containsKey(number)) {
              attributes.put(ATTRIBUTES.get(number), UTF_8.decode(value).toString());
            }
          });
      return review;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw StatusException.badRequest("the body is not a SelfSubjectAccessReview in protobuf");
    }
  }

  private static ByteBuffer field(ByteBuffer message, int number) {
    return fields(message).getOrDefault(number, ByteBuffer.allocate(0));
  }

  private static Map<Integer, ByteBuffer> fields(ByteBuffer message) {
    Map<Integer, ByteBuffer> fields = new HashMap<>();
    while (message.hasRemaining()) {
      int key = varint(message);
      switch (key & 7) {
        case 0 -> varint(message);
        case 2 -> {
          int length = varint(message);
          if (length < 0 || length > message.remaining()) {
            throw new BufferUnderflowException();
          }
          fields.put(key >> 3, message.slice(message.position(), length));
          message.position(message.position() + length);
        }
        default -> throw new IllegalArgumentException("wire type of key " + key);
      }
    }
    return fields;
  }

  private static int varint(ByteBuffer message) {
    int value = 0;
    for (int shift = 0; shift < 32; shift += 7) {
      byte next = message.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number that is too long");
  }
}
