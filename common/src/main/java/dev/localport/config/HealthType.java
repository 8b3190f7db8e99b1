package dev.localport.config;

import dev.localport.config.form.Word;

/** The kinds of health checks that a file may name. */
enum HealthType implements Word {
  TCP("tcp"),
  HTTP("http"),
  HTTPS("https"),
  EXEC("exec"),
  KAFKA("kafka"),
  POSTGRES("postgres"),
  /** What some files of LocalPort 1.0 call {@link #POSTGRES}. */
  POSTGRESQL("postgresql"),
  /** No check, even if the defaults have one. */
  NONE("none");

  private final String word;

  HealthType(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }

  static HealthType of(HealthProbe probe) {
    return switch (probe) {
      case HealthProbe.Tcp _ -> TCP;
      case HealthProbe.Http http -> http.tls() ? HTTPS : HTTP;
      case HealthProbe.Exec _ -> EXEC;
    };
  }
}
