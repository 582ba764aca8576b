package dev.headrace.log.broker;

import dev.headrace.log.group.GroupMetadata;
import dev.headrace.log.group.GroupState;

/** A group with its members, each with what it was assigned last. */
public record GroupDescription(GroupState state, GroupMetadata metadata) {}
