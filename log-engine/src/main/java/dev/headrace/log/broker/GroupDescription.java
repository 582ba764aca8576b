package dev.headrace.log.broker;

import dev.headrace.log.group.GroupMetadata;
import dev.headrace.log.group.GroupState;

/** A group with its members; what they are assigned is known only while it is stable. */
public record GroupDescription(GroupState state, GroupMetadata metadata) {}
