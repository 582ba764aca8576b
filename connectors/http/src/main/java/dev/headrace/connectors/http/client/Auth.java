package dev.headrace.connectors.http.client;

import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.NotBlank;
import dev.headrace.connector.config.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** How a server is told who asks. */
public sealed interface Auth {

  /** It is not told. */
  @Doc("Not at all.")
  record None() implements Auth {}

  /** RFC 7617. */
  @Doc("With a user name and a password (RFC 7617).")
  record Basic(
      @Doc("The user name; without a colon.") @NotBlank String user,
      @Doc("The password.") Secret password)
      implements Auth {}

  /** RFC 6750. */
  @Doc("With a token that does not change (RFC 6750).")
  record Bearer(@Doc("The token.") @NotBlank Secret token) implements Auth {}

  /** A key in the URL, for servers that know no better. */
  @Doc(
      "With a key as a query parameter; servers write these into their logs, so prefer"
          + " `secret.headers.*`.")
  record Query(
      @Doc("The name of the parameter.") @NotBlank String authParameter,
      @Doc("Its value.") @NotBlank Secret authSecret)
      implements Auth {}

  /** RFC 6749, section 4.4. */
  @Doc("With a token that is fetched by client credentials (RFC 6749) and renewed by itself.")
  record OAuth2(
      @Doc("Where tokens are given out.") URI tokenUrl,
      @Doc("The client's id.") @NotBlank String clientId,
      @Doc("The client's secret.") @NotBlank Secret clientSecret,
      @Doc("What the token is to be good for; several scopes with blanks between them.")
          Optional<String> scope,
      @Doc(
              "Where id and secret go in the request for a token: `basic` in the header"
                  + " `Authorization`, `body` in the form.")
          @Default("basic")
          ClientAuth clientAuth,
      @Doc("More fields of the form, such as `token.parameters.audience`.")
          Map<String, String> tokenParameters)
      implements Auth {}

  /** Where the client's id and secret go. */
  enum ClientAuth {
    BASIC,
    BODY
  }
}
