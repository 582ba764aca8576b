package dev.headrace.connectors.http.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connectors.http.client.Client;
import dev.headrace.connectors.http.json.JsonText;
import dev.headrace.connectors.http.source.HttpSourceSettings.CursorAs;
import dev.headrace.connectors.http.source.HttpSourceSettings.Pagination;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The pagings that the settings offer. */
final class Pagings {

  private static final Set<String> NO_CURSOR = Set.of("null", "false", "\"\"");

  private Pagings() {}

  static Paging of(HttpSourceSettings settings, Client client) {
    NextUrl next = new NextUrl(settings.url(), client::withoutSecrets);
    return switch (settings.pagination()) {
      case Pagination.None() -> new Single();
      case Pagination.Link() -> new ByLink(next);
      case Pagination.Cursor cursor when cursor.cursorAs() == CursorAs.URL -> new ByCursorUrl(next);
      case Pagination.Cursor cursor -> new ByCursor(cursor.cursorParameter());
      case Pagination.Page page -> new ByNumber(page);
      case Pagination.Offset offset -> new ByOffset(offset);
    };
  }

  private static Optional<String> cursor(PageEnd read) {
    return read.cursor().filter(json -> !NO_CURSOR.contains(json));
  }

  private record Single() implements Paging {
    @Override
    public List<Variable> variables(String page) {
      return List.of();
    }

    @Override
    public Optional<String> next(PageEnd read) {
      return Optional.empty();
    }
  }

  private record ByLink(NextUrl urls) implements Paging {
    @Override
    public List<Variable> variables(String page) {
      return List.of();
    }

    @Override
    public Optional<String> url(String page) {
      return Optional.of(page).filter(url -> !url.isEmpty());
    }

    @Override
    public Optional<String> next(PageEnd read) throws ConnectorException {
      Optional<String> link = Links.next(read.headers().allValues("Link"));
      return link.isEmpty() ? link : Optional.of(urls.resolve(read.uri(), link.get()));
    }
  }

  private record ByCursorUrl(NextUrl urls) implements Paging {
    @Override
    public List<Variable> variables(String page) {
      return List.of();
    }

    @Override
    public Optional<String> url(String page) {
      return Optional.of(page).filter(url -> !url.isEmpty());
    }

    @Override
    public Optional<String> next(PageEnd read) throws ConnectorException {
      Optional<String> link = cursor(read).map(JsonText::plain);
      return link.isEmpty() ? link : Optional.of(urls.resolve(read.uri(), link.get()));
    }
  }

  private record ByCursor(String parameter) implements Paging {
    @Override
    public List<Variable> variables(String page) {
      Optional<String> json = Optional.of(page).filter(text -> !text.isEmpty());
      return List.of(new Variable("cursor", json, Optional.of(parameter)));
    }

    @Override
    public Optional<String> next(PageEnd read) {
      return cursor(read);
    }
  }

  private record ByNumber(Pagination.Page settings) implements Paging {
    @Override
    public List<Variable> variables(String page) {
      return numbered(
          new Variable("page", Optional.of(number(page)), Optional.of(settings.pageParameter())),
          settings.pageSize(),
          settings.pageSizeParameter());
    }

    @Override
    public Optional<String> next(PageEnd read) {
      return isLast(read.records(), settings.pageSize())
          ? Optional.empty()
          : Optional.of(Long.toString(Long.parseLong(number(read.page())) + 1));
    }

    @Override
    public boolean mayBeIgnored() {
      return true;
    }

    private String number(String page) {
      return page.isEmpty() ? Long.toString(settings.pageFirst()) : page;
    }
  }

  private record ByOffset(Pagination.Offset settings) implements Paging {
    @Override
    public List<Variable> variables(String page) {
      return numbered(
          new Variable(
              "offset", Optional.of(number(page)), Optional.of(settings.offsetParameter())),
          settings.pageSize(),
          settings.pageSizeParameter());
    }

    @Override
    public Optional<String> next(PageEnd read) {
      return isLast(read.records(), settings.pageSize())
          ? Optional.empty()
          : Optional.of(Long.toString(Long.parseLong(number(read.page())) + read.records()));
    }

    @Override
    public boolean mayBeIgnored() {
      return true;
    }

    private static String number(String page) {
      return page.isEmpty() ? "0" : page;
    }
  }

  private static List<Variable> numbered(
      Variable number, Optional<Long> size, Optional<String> parameter) {
    return Stream.concat(
            Stream.of(number),
            size.stream().map(n -> new Variable("page.size", Optional.of("" + n), parameter)))
        .toList();
  }

  private static boolean isLast(long records, Optional<Long> size) {
    return records == 0 || size.filter(full -> records < full).isPresent();
  }
}
