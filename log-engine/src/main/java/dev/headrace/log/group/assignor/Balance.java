package dev.headrace.log.group.assignor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Evens shares out. A member can give a partition to whoever subscribes to its topic, who may in
 * turn give one of another topic to somebody else: along such a chain the first has one less, the
 * last has one more, and those between have as many as before. When no chain leads from a member to
 * one that has less by two or more, no sharing is more even (as with optimal semi-matchings).
 */
final class Balance {

  private final Map<UUID, List<Share>> subscribed;

  /** Those about whom it is not yet known that nothing can be better. */
  private final Set<Share> open = new HashSet<>();

  private final List<Share> inOrder;

  Balance(List<Share> shares, Map<UUID, List<Share>> subscribed) {
    this.subscribed = subscribed;
    inOrder = new ArrayList<>(shares);
    open.addAll(shares);
  }

  void even() {
    while (!open.isEmpty()) {
      Share from =
          inOrder.stream()
              .filter(open::contains)
              .max(Comparator.comparingInt(Share::size))
              .orElseThrow();
      Search search = new Search(from);
      search
          .run()
          .ifPresentOrElse(
              search::moveAlong,
              // Whoever can be reached has as much, or one less: they can reach no others.
              () -> open.removeAll(search.reached.keySet()));
      if (isEven()) {
        return;
      }
    }
  }

  private boolean isEven() {
    int least = open.stream().mapToInt(Share::size).min().orElse(0);
    int most = open.stream().mapToInt(Share::size).max().orElse(0);
    return most - least <= 1;
  }

  /** How a member comes to a partition. */
  private record Link(Share giver, UUID topic) {}

  /** Looks for the shortest chain from a member, by breadth. */
  private final class Search {
    private final Share from;
    private final Map<Share, Optional<Link>> reached = new HashMap<>();
    private final Set<UUID> seen = new HashSet<>();

    Search(Share from) {
      this.from = from;
    }

    /** The one to whom a chain leads that evens out; of those as near, the one with least. */
    Optional<Share> run() {
      reached.put(from, Optional.empty());
      List<Share> level = List.of(from);
      while (!level.isEmpty()) {
        List<Share> next = new ArrayList<>();
        level.forEach(giver -> reach(giver, next));
        Optional<Share> least =
            next.stream()
                .filter(share -> share.size() <= from.size() - 2)
                .min(Comparator.comparingInt(Share::size));
        if (least.isPresent()) {
          return least;
        }
        level = next;
      }
      return Optional.empty();
    }

    private void reach(Share giver, List<Share> next) {
      for (UUID topic : giver.topics()) {
        if (seen.add(topic)) {
          for (Share taker : subscribed.getOrDefault(topic, List.of())) {
            if (open.contains(taker) && !reached.containsKey(taker)) {
              reached.put(taker, Optional.of(new Link(giver, topic)));
              next.add(taker);
            }
          }
        }
      }
    }

    void moveAlong(Share to) {
      Share taker = to;
      for (Optional<Link> link = reached.get(taker); link.isPresent(); link = reached.get(taker)) {
        taker.add(link.get().giver().give(link.get().topic()));
        taker = link.get().giver();
      }
    }
  }
}
