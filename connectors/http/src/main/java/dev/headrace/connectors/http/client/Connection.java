package dev.headrace.connectors.http.client;

import dev.headrace.connector.config.Checked;
import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.Problem;
import dev.headrace.connector.config.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings that decide how a server is reached; the same for all that ask one. */
public record Connection(
    @Doc("Headers to send, such as `headers.Accept-Language`.") Map<String, String> headers,
    @Doc("Headers whose values are secret, such as `secret.headers.X-Api-Key`.")
        Map<String, Secret> secretHeaders,
    @Doc("How the server is told who asks.") @Default("none") Auth auth,
    Timeouts timeout,
    ProxySettings proxy,
    TlsSettings tls,
    @Doc(
            "Addresses that may be reached although they are link-local, or further inside than"
                + " the URL itself: addresses or ranges such as `10.1.0.0/16`.")
        Optional<List<String>> addressesAllowed)
    implements Checked {

  /** The same with other headers in place of {@link #headers}. */
  public Connection withHeaders(Map<String, String> others) {
    return new Connection(others, secretHeaders, auth, timeout, proxy, tls, addressesAllowed);
  }

  /** The ranges of {@link #addressesAllowed}. */
  List<AddressRange> allowed() {
    return addressesAllowed.orElse(List.of()).stream().map(AddressRange::parse).toList();
  }

  @Override
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    headers.forEach((name, value) -> HeaderRules.check("headers." + name, name, value, problems));
    secretHeaders.forEach(
        (name, value) ->
            HeaderRules.check("secret.headers." + name, name, value.reveal(), problems));
    HeaderRules.refuseSecrets(headers.keySet(), problems);
    for (String range : addressesAllowed.orElse(List.of())) {
      try {
        AddressRange.parse(range);
      } catch (IllegalArgumentException wrong) {
        problems.add(
            new Problem(
                "config.wrong-type",
                "addresses.allowed",
                "`addresses.allowed` holds \"" + range + "\", which is no address and no range.",
                "Write addresses such as 10.1.2.3 or ::1, or ranges such as 10.1.0.0/16."));
      }
    }
    checkAuth(problems);
    return problems;
  }

  private void checkAuth(List<Problem> problems) {
    if (auth instanceof Auth.Basic(String user, var _) && user.contains(":")) {
      problems.add(
          new Problem(
              "config.not-allowed",
              "user",
              "`user` holds a colon, which ends a user name in HTTP.",
              "Set `user` to the name alone, and `password` to the password."));
    }
    if (auth instanceof Auth.OAuth2 oauth) {
      Urls.check("token.url", oauth.tokenUrl().toString(), problems);
    }
  }
}
