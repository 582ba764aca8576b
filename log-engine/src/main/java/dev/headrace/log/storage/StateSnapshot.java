package dev.headrace.log.storage;

import java.nio.ByteBuffer;

/**
 * What the records of a partition come to, written down so that a start need not read them all.
 *
 * @param offset everything below it is part of the content; what follows may be, too
 * @param content means something only to who wrote it
 */
public record StateSnapshot(long offset, ByteBuffer content) {}
