package dev.headrace.connectors.http.client;

import dev.headrace.connector.config.Checked;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.NotBlank;
import dev.headrace.connector.config.Problem;
import dev.headrace.connector.config.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The way through a proxy. */
public record ProxySettings(
    @Doc("The HTTP proxy to go through, such as `http://proxy.example.org:3128`.")
        Optional<URI> url,
    @Doc("The user name for the proxy.") @NotBlank Optional<String> user,
    @Doc("The password for the proxy.") Optional<Secret> password)
    implements Checked {

  @Override
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    boolean usable =
        url.map(
                at ->
                    "http".equals(at.getScheme())
                        && at.getHost() != null
                        && at.getUserInfo() == null)
            .orElse(true);
    if (!usable) {
      problems.add(
          new Problem(
              "config.not-allowed",
              "proxy.url",
              "`proxy.url` is not of the form http://HOST:PORT.",
              "Name the proxy by http, host and port; user and password have their own settings."));
    }
    if (user.isPresent() != password.isPresent() || (user.isPresent() && url.isEmpty())) {
      problems.add(
          new Problem(
              "config.inconsistent",
              "proxy.user",
              "`proxy.url`, `proxy.user` and `proxy.password` go together.",
              "Set all three, or no user and no password."));
    }
    return problems;
  }
}
