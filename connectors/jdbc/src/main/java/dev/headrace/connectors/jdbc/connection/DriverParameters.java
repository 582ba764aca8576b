package dev.headrace.connectors.jdbc.connection;

import dev.headrace.connector.config.Nearest;
import dev.headrace.connector.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which parameters a driver may be given. For a driver that is known these are listed, so that a
 * parameter that a later version brings is refused until somebody has looked at it. For another
 * driver everything is refused whose name tells that it loads a class, runs a script, or touches a
 * file; and whatever looks up names elsewhere.
 */
sealed interface DriverParameters {

  /** What is wrong with a parameter called {@code name}, in any case of letters; empty for none. */
  Optional<Problem> problem(String key, String name);

  /** The parameters in a URL, percent-decoded, and everything in it that may be one. */
  List<Problem> problemsInUrl(String url);

  /** Adds what is wrong with the setting {@code driver.NAME}. */
  default void problem(String name, List<Problem> problems) {
    problem("driver." + name, UrlText.decoded(name)).ifPresent(problems::add);
  }

  static DriverParameters of(DriverKind kind) {
    return switch (kind) {
      case POSTGRESQL -> new Listed(kind, ListedParameters.POSTGRESQL, '?', "&");
      case SQLITE -> new Listed(kind, ListedParameters.SQLITE, '?', "&");
      case H2 -> new Listed(kind, ListedParameters.H2, ';', ";");
      case OTHER -> new Unlisted();
    };
  }

  /**
   * A driver whose parameters are known.
   *
   * @param allowed in lower case
   * @param first what begins the parameters of a URL
   * @param separator what parts them
   */
  record Listed(DriverKind kind, List<String> allowed, char first, String separator)
      implements DriverParameters {

    @Override
    public Optional<Problem> problem(String key, String name) {
      Optional<String> own = Credentials.setting(name);
      if (own.isPresent()) {
        return Optional.of(Credentials.misplaced(key, name, own.get()));
      }
      if (allowed.contains(name.toLowerCase(Locale.ROOT))) {
        return Optional.empty();
      }
      String next =
          Nearest.to(name.toLowerCase(Locale.ROOT), allowed)
              .map(nearest -> "Remove it, or did you mean `" + nearest + "`?")
              .orElse("Remove it.");
      return Optional.of(
          new Problem(
              "jdbc.parameter-refused",
              key,
              "The parameter `" + name + "` is none that " + kind.label() + " may be given here.",
              next));
    }

    @Override
    public List<Problem> problemsInUrl(String url) {
      List<Problem> problems = new ArrayList<>();
      String decoded = UrlText.decoded(url);
      if (kind == DriverKind.SQLITE && decoded.toLowerCase(Locale.ROOT).contains(":resource:")) {
        problems.add(
            new Problem(
                "jdbc.parameter-refused",
                "url",
                "`url` loads a database from elsewhere (`:resource:`).",
                "Name a file."));
      }
      int begin = decoded.indexOf(first);
      if (begin >= 0) {
        String parameters = decoded.substring(begin + 1);
        for (String parameter : parameters.split("[?" + separator + "]", -1)) {
          String name = parameter.split("=", 2)[0].strip();
          if (!name.isEmpty()) {
            problem("url", name).ifPresent(problems::add);
          }
        }
      }
      return problems;
    }
  }

  /** A driver that nobody here has seen. */
  record Unlisted() implements DriverParameters {

    private static final Pattern WORD = Pattern.compile("[\\p{Alnum}_.$-]+(?=\\s*=)");

    private static final Pattern LOOKS_UP = Pattern.compile("(?i)jndi|ldaps?:|rmi:|iiop:|corba");

    @Override
    public Optional<Problem> problem(String key, String name) {
      Optional<String> own = Credentials.setting(name);
      if (own.isPresent()) {
        return Optional.of(Credentials.misplaced(key, name, own.get()));
      }
      return ListedParameters.isDangerous(name)
          ? Optional.of(refused(key, name))
          : Optional.empty();
    }

    @Override
    public List<Problem> problemsInUrl(String url) {
      List<Problem> problems = new ArrayList<>();
      String decoded = UrlText.decoded(url);
      if (LOOKS_UP.matcher(decoded).find()) {
        problems.add(
            new Problem(
                "jdbc.parameter-refused",
                "url",
                "`url` looks up names in a directory, through which code can be loaded.",
                "Name the server itself."));
      }
      WORD.matcher(decoded)
          .results()
          .forEach(word -> problem("url", word.group()).ifPresent(problems::add));
      return problems;
    }

    private static Problem refused(String key, String name) {
      return new Problem(
          "jdbc.parameter-refused",
          key,
          "With the parameter `" + name + "` a driver may run code or touch files.",
          "Remove it.");
    }
  }
}
