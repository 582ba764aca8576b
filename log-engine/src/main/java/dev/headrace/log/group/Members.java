package dev.headrace.log.group;

import dev.headrace.log.group.JoinRequest.Protocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is in a group, in the order they came, and who was given an id to join with. Belongs to its
 * group's thread.
 */
final class Members {

  private final Map<String, Member> byId = new LinkedHashMap<>();
  private final Map<String, String> idsByInstance = new HashMap<>();
  private final Map<String, Long> invited = new HashMap<>();

  void add(Member member) {
    byId.put(member.id(), member);
    member.instanceId().ifPresent(instance -> idsByInstance.put(instance, member.id()));
    invited.remove(member.id());
  }

  void remove(Member member) {
    byId.remove(member.id());
    member.instanceId().ifPresent(instance -> idsByInstance.remove(instance, member.id()));
  }

  Optional<Member> find(String memberId) {
    return Optional.ofNullable(byId.get(memberId));
  }

  Optional<Member> findInstance(String instanceId) {
    return Optional.ofNullable(idsByInstance.get(instanceId)).flatMap(this::find);
  }

  Collection<Member> all() {
    return byId.values();
  }

  /** Those for which {@code all} may be changed meanwhile. */
  List<Member> snapshot() {
    return new ArrayList<>(byId.values());
  }

  int size() {
    return byId.size();
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  /** Expects that somebody joins with this id before the deadline. */
  void invite(String memberId, long deadlineMillis) {
    invited.put(memberId, deadlineMillis);
  }

  boolean isInvited(String memberId) {
    return invited.containsKey(memberId);
  }

  int invitations() {
    return invited.size();
  }

  boolean uninvite(String memberId) {
    return invited.remove(memberId) != null;
  }

  /** Forgets the invitations that nobody followed; says whether there were any. */
  boolean uninviteUntil(long nowMillis) {
    return invited.values().removeIf(deadlineMillis -> deadlineMillis <= nowMillis);
  }

  boolean haveAllJoined() {
    return invited.isEmpty() && byId.values().stream().allMatch(Member::isJoining);
  }

  int metadataBytes() {
    return byId.values().stream().mapToInt(Member::metadataBytes).sum();
  }

  int longestRebalanceMillis() {
    return byId.values().stream().mapToInt(Member::rebalanceTimeoutMillis).max().orElse(0);
  }

  /** When the first session or invitation ends; {@link Long#MAX_VALUE} for never. */
  long nextDeadlineMillis() {
    long next = Long.MAX_VALUE;
    for (Member member : byId.values()) {
      if (!member.isWaiting()) {
        next = Math.min(next, member.sessionDeadlineMillis());
      }
    }
    for (long deadlineMillis : invited.values()) {
      next = Math.min(next, deadlineMillis);
    }
    return next;
  }

  /** Whether at least one of these protocols is known to every other member. */
  boolean haveInCommon(List<Protocol> protocols, String exceptMemberId) {
    Set<String> common = namesOf(protocols);
    for (Member member : byId.values()) {
      if (!member.id().equals(exceptMemberId)) {
        common.removeIf(name -> !member.knows(name));
      }
    }
    return !common.isEmpty();
  }

  /**
   * The protocol that most members want, of those that all know: each votes for the first in its
   * own list. At least one member, and one protocol in common, is taken for granted.
   */
  String elect() {
    Set<String> candidates = namesOf(byId.values().iterator().next().protocols());
    byId.values().forEach(member -> candidates.removeIf(name -> !member.knows(name)));
    Map<String, Long> votes =
        byId.values().stream()
            .map(member -> vote(member, candidates))
            .collect(
                Collectors.groupingBy(name -> name, LinkedHashMap::new, Collectors.counting()));
    return votes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  private static String vote(Member member, Set<String> candidates) {
    return member.protocols().stream()
        .map(Protocol::name)
        .filter(candidates::contains)
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> namesOf(List<Protocol> protocols) {
    return protocols.stream().map(Protocol::name).collect(Collectors.toCollection(HashSet::new));
  }
}
