package dev.headrace.connectors.http.client;

import dev.headrace.connector.config.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which headers a user may set (RFC 9110). */
public final class HeaderRules {

  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

  /** What the connection itself decides. */
  private static final Set<String> OURS =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final Set<String> SECRET = Set.of("authorization", "cookie");

  private HeaderRules() {}

  /** Notes what is wrong with a header that stands under {@code key}. */
  static void check(String key, String name, String value, List<Problem> problems) {
    if (!isName(name) || OURS.contains(name.toLowerCase(Locale.ROOT))) {
      problems.add(
          new Problem(
              "config.not-allowed",
              key,
              "\"" + name + "\" is no header that can be set.",
              "Remove it; the connection sets such headers by itself."));
    }
    if (!VALUE.matcher(value).matches()) {
      problems.add(
          new Problem(
              "config.not-allowed",
              key,
              "The value of the header " + name + " is not plain ASCII on one line.",
              "Take line breaks and other characters out of it."));
    }
  }

  /** Notes headers that would show a secret. */
  static void refuseSecrets(Set<String> names, List<Problem> problems) {
    for (String name : names) {
      if (SECRET.contains(name.toLowerCase(Locale.ROOT))) {
        problems.add(
            new Problem(
                "config.not-allowed",
                "headers." + name,
                "The header " + name + " is a secret, and `headers` are shown.",
                "Use `auth`, or `secret.headers." + name + "`."));
      }
    }
  }

  /** Whether a header can have this name. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }
}
