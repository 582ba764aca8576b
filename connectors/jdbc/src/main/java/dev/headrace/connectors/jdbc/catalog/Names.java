package dev.headrace.connectors.jdbc.catalog;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds what a user names, without being strict about upper and lower case. */
public final class Names {

  private Names() {}

  /** The one whose name is {@code name}, or else the only one that differs from it in case. */
  public static <T> Optional<T> find(String name, List<T> among, Function<T, String> nameOf) {
    Optional<T> exact = among.stream().filter(each -> nameOf.apply(each).equals(name)).findFirst();
    if (exact.isPresent()) {
      return exact;
    }
    List<T> like =
        among.stream().filter(each -> nameOf.apply(each).equalsIgnoreCase(name)).toList();
    return like.size() == 1 ? Optional.of(like.getFirst()) : Optional.empty();
  }
}
