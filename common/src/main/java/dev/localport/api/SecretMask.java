package dev.localport.api;

import java.util.regex.Pattern;

/**
 * Hides in a text what is a secret by its form: the user and password of a URL, and what follows
 * Bearer or Basic, without the quote that ends a value. The last net: code that knows that a value
 * is secret does not put it into a text.
 */
public final class SecretMask {
  private static final String MASK = "***";

  /* Advice such as http://USER:PASSWORD@proxy:3128 stays, unless a second @ follows. */
  private static final String NO_PLACEHOLDER = "(?!USER:PASSWORD@[^@/?#\\s\"'<>]*+(?!@))";

  private static final Pattern URL_USER =
      Pattern.compile("(?<=://)" + NO_PLACEHOLDER + "[^/?#\\s\"'<>]*@");
  private static final Pattern AUTHORIZATION =
      Pattern.compile("\\b(Bearer \\S|Basic (?=\\S*[0-9=])[A-Za-z0-9+/])\\S{2,}[^\\s\"']");

  private SecretMask() {}

  /** Returns the text without such secrets. */
  public static String in(String text) {
    String masked = text;
    if (text.contains("://")) {
      masked = URL_USER.matcher(masked).replaceAll(MASK + "@");
    }
    return masked.contains("Bearer ") || masked.contains("Basic ")
        ? AUTHORIZATION
            .matcher(masked)
            .replaceAll(found -> found.group(1).substring(0, found.group(1).length() - 1) + MASK)
        : masked;
  }
}
