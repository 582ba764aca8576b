/**
 * What the node does with its partitions: the topic catalogue, the coordinators and the fetches
 * that wait for data.
 */
@NullMarked
package dev.headrace.log.broker;

import org.jspecify.annotations.NullMarked;
