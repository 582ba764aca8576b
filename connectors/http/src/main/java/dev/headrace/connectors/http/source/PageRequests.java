package dev.headrace.connectors.http.source;

import dev.headrace.connectors.http.client.Ask;
import dev.headrace.connectors.http.client.Urls;
import dev.headrace.connectors.http.json.JsonText;
import dev.headrace.connectors.http.source.HttpSourceSettings.Pagination;
import dev.headrace.connectors.http.template.Escape;
import dev.headrace.connectors.http.template.Template;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the request for a page. Stateless. */
final class PageRequests {

  private final HttpSourceSettings settings;
  private final Paging paging;
  private final Template url;
  private final Optional<Template> body;

  PageRequests(HttpSourceSettings settings, Paging paging) {
    this.settings = settings;
    this.paging = paging;
    this.url = Template.parse(settings.url().trim());
    this.body = settings.body().map(Template::parse);
  }

  /** The request for the page that a position stands in. */
  Ask ask(PollPosition position) {
    List<Variable> variables = new ArrayList<>(paging.variables(position.page()));
    settings
        .incremental()
        .field()
        .ifPresent(
            _ ->
                variables.add(
                    new Variable(
                        "since",
                        position.since(),
                        Optional.of(settings.incremental().parameter()))));
    URI uri = URI.create(paging.url(position.page()).orElseGet(() -> address(variables)));
    return new Ask(
        settings.method().name().toUpperCase(Locale.ROOT),
        uri,
        conditions(position),
        body.map(template -> body(template, variables)));
  }

  private String address(List<Variable> variables) {
    String address = fill(url, variables, Escape.URL);
    for (Variable variable : variables) {
      if (variable.json().isPresent()
          && variable.parameter().isPresent()
          && !SourceChecks.uses(settings, variable.name())) {
        address =
            Urls.withParameter(
                address, variable.parameter().get(), JsonText.plain(variable.json().get()));
      }
    }
    return address;
  }

  private Ask.Body body(Template template, List<Variable> variables) {
    String text = fill(template, variables, Escape.of(settings.contentType()));
    return new Ask.Body(text.getBytes(StandardCharsets.UTF_8), settings.contentType());
  }

  private static String fill(Template template, List<Variable> variables, Escape escape) {
    Map<String, Optional<String>> values =
        variables.stream().collect(Collectors.toMap(Variable::name, Variable::json));
    return template.fill(gap -> escape.apply(values.getOrDefault(gap.name(), Optional.empty())));
  }

  /** Only what is read from its beginning, and is all, can be left out as unchanged. */
  private Map<String, String> conditions(PollPosition position) {
    Map<String, String> conditions = new HashMap<>();
    boolean whole = position.isPollStart() && settings.pagination() instanceof Pagination.None;
    if (settings.conditional() && whole) {
      position.etag().ifPresent(etag -> conditions.put("If-None-Match", etag));
      position.lastModified().ifPresent(date -> conditions.put("If-Modified-Since", date));
    }
    return conditions;
  }
}
