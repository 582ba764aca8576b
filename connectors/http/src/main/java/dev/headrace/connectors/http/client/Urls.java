package dev.headrace.connectors.http.client;

import dev.headrace.connector.config.Problem;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What URLs say, and how they are shown. */
public final class Urls {

  private Urls() {}

  /** Notes what is wrong with a URL that stands under {@code key}. */
  public static void check(String key, String url, List<Problem> problems) {
    Optional<URI> parsed = parse(url);
    if (parsed.isEmpty()) {
      problems.add(
          new Problem(
              "config.wrong-type",
              key,
              "`" + key + "` is no URL of the form http://HOST/PATH or https://HOST/PATH.",
              "Write the whole URL; characters such as blanks are percent-encoded."));
    } else if (parsed.get().getRawUserInfo() != null) {
      problems.add(
          new Problem(
              "config.not-allowed",
              key,
              "`" + key + "` holds a user name, which would be shown wherever the URL is.",
              "Take it out, and use `auth` = basic with `user` and `password`."));
    }
  }

  /** A URL with http or https and a host; empty for anything else. */
  public static Optional<URI> parse(String url) {
    try {
      return Optional.of(URI.create(url.trim())).filter(Urls::isHttp);
    } catch (IllegalArgumentException noUri) {
      return Optional.empty();
    }
  }

  static boolean isHttp(URI uri) {
    String scheme = uri.getScheme();
    return ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
        && uri.getHost() != null;
  }

  /** Scheme, host and port: what credentials are for. */
  public static String origin(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }

  /** For messages: without the query, which may hold what nobody should see. */
  public static String shown(URI uri) {
    String port = uri.getPort() >= 0 ? ":" + uri.getPort() : "";
    return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
  }

  /** The text as a part of a URL: all but letters, digits and {@code -._~} percent-encoded. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  /** The URL with one more parameter in its query. */
  public static String withParameter(String url, String name, String value) {
    int fragment = url.indexOf('#');
    String base = fragment < 0 ? url : url.substring(0, fragment);
    String join = !base.contains("?") ? "?" : base.endsWith("?") || base.endsWith("&") ? "" : "&";
    return base + join + encode(name) + "=" + encode(value);
  }

  /** The URL without a parameter in its query. */
  public static String withoutParameter(String url, String name) {
    int query = url.indexOf('?');
    if (query < 0) {
      return url;
    }
    String kept =
        Arrays.stream(url.substring(query + 1).split("&"))
            .filter(pair -> !pair.split("=", 2)[0].equals(encode(name)))
            .collect(Collectors.joining("&"));
    return url.substring(0, query) + (kept.isEmpty() ? "" : "?" + kept);
  }
}
