package dev.localport.rpc;

import java.util.Random;

/** Random text that is JSON, or nearly, made of what parsers stumble over. Never a line end. */
final class HostileJson {
  private static final String[] NUMBERS = {
    "0",
    "-0",
    "-0.0",
    "1",
    "1e999",
    "-1e999",
    "1E-999",
    "9223372036854775808",
    "1.5",
    "01",
    "1.",
    "NaN"
  };
  private static final String[] TEXTS = {
    "",
    "a",
    "id",
    "\\u0000",
    "\\ud800",
    "\\udc00\\ud800",
    "\\ud83d\\ude00",
    "\\\"",
    "\\x",
    "\u0001",
    "\u202e",
    "ü",
    "\\u12",
    "../../etc",
    "2.0"
  };
  private static final String[] WORDS = {
    "true", "false", "null", "nul", "{", "}", "[", "]", ",", ":", "\"", "\u0000", "\ufeff", "//",
    " "
  };

  private final Random random;

  HostileJson(Random random) {
    this.random = random;
  }

  /** Returns an object as a rule, sometimes something broken. */
  String object() {
    String text = members(random.nextInt(4));
    return random.nextInt(4) == 0 ? damaged(text) : text;
  }

  /** Returns a request to a method, with an id and parameters that may be anything. */
  String request(String method) {
    String id = random.nextInt(3) == 0 ? value(3) : Integer.toString(random.nextInt(9));
    String text =
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":%s}"
            .formatted(id, method, value(3));
    return random.nextInt(6) == 0 ? damaged(text) : text;
  }

  private String members(int depth) {
    StringBuilder text = new StringBuilder("{");
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",").append('"').append(one(TEXTS)).append(i).append("\":");
      text.append(value(depth));
    }
    return text.append('}').toString();
  }

  private String value(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 0 -> one(NUMBERS);
      case 1 -> "9".repeat(1 + random.nextInt(1_100));
      case 2, 3 -> '"' + one(TEXTS) + one(TEXTS) + '"';
      case 4 -> random.nextBoolean() ? "null" : "true";
      case 5 -> members(depth - 1);
      case 6 -> "[" + value(depth - 1) + "," + value(depth - 1) + "]";
      default -> deep();
    };
  }

  private String deep() {
    int depth = 1 << random.nextInt(17); // up to 65,536
    boolean closed = random.nextInt(4) > 0;
    return random.nextBoolean()
        ? "[".repeat(depth) + (closed ? "]".repeat(depth) : "")
        : "{\"a\":".repeat(depth) + "1" + (closed ? "}".repeat(depth) : "");
  }

  private String damaged(String text) {
    int at = random.nextInt(text.length());
    return switch (random.nextInt(3)) {
      case 0 -> text.substring(0, at);
      case 1 -> text.substring(0, at) + one(WORDS) + text.substring(at);
      default -> text.substring(0, at) + text.substring(Math.min(text.length(), at + 3));
    };
  }

  private String one(String[] of) {
    return of[random.nextInt(of.length)];
  }
}
