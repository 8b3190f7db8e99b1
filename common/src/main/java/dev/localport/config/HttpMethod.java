package dev.localport.config;

import dev.localport.config.form.Word;

/** The methods of a health check's request. */
enum HttpMethod implements Word {
  GET,
  HEAD,
  POST,
  PUT,
  DELETE,
  OPTIONS;

  @Override
  public String word() {
    return switch (this) {
      case GET -> "GET";
      case HEAD -> "HEAD";
      case POST -> "POST";
      case PUT -> "PUT";
      case DELETE -> "DELETE";
      case OPTIONS -> "OPTIONS";
    };
  }
}
