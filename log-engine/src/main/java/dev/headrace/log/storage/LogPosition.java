package dev.headrace.log.storage;

/**
 * An offset and where its batch starts or will start.
 *
 * @param segment the one that holds the batch, or holds the byte before and is the last
 * @param position bytes from the segment's start
 */
record LogPosition(long offset, Segment segment, int position) {}
