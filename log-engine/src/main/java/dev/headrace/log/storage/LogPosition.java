package dev.headrace.log.storage;

/**
 * An offset and where its batch starts or will start.
 *
 * @param segment the one that holds the byte before, or the first
 * @param position bytes from the segment's start
 */
record LogPosition(long offset, Segment segment, int position) {}
