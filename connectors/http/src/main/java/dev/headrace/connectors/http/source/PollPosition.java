package dev.headrace.connectors.http.source;

import java.util.Optional;

/**
 * A place in the polling of an endpoint. Values of records are JSON texts.
 *
 * @param page what the page under way is asked for by; empty for the first of a poll
 * @param pages how many pages of this poll were read to their end
 * @param records how many records of the page under way were read
 * @param digest of these records, to see that a page is still the same
 * @param since what the poll under way asks from
 * @param seen what the next poll asks from, as far as is known
 * @param etag of an answer that was read to its end, for what is asked next
 * @param lastModified likewise
 * @param partial whether something of this poll could not be read, so that the next one must not
 *     ask from further on
 */
public record PollPosition(
    String page,
    long pages,
    long records,
    String digest,
    Optional<String> since,
    Optional<String> seen,
    Optional<String> etag,
    Optional<String> lastModified,
    boolean partial) {

  /** Before the first poll. */
  static PollPosition first(Optional<String> since) {
    return new PollPosition("", 0, 0, "", since, since, Optional.empty(), Optional.empty(), false);
  }

  /** Whether this is the beginning of a poll. */
  boolean isPollStart() {
    return pages == 0 && records == 0;
  }

  /** So many records of the page under way were read. */
  PollPosition read(long newRecords, String newDigest, Optional<String> newSeen) {
    return new PollPosition(
        page, pages, newRecords, newDigest, since, newSeen, etag, lastModified, partial);
  }

  /** Something of the page under way could not be read. */
  PollPosition damaged() {
    return new PollPosition(page, pages, records, digest, since, seen, etag, lastModified, true);
  }

  /** The page under way is to be read from its beginning, for it is another one now. */
  PollPosition pageAgain() {
    return read(0, "", seen);
  }

  /** The poll is to be begun anew: its pages cannot be had any more. */
  PollPosition pollAgain() {
    return new PollPosition("", 0, 0, "", since, seen, etag, lastModified, partial);
  }

  /** The page was read to its end, and another one follows. */
  PollPosition turned(String nextPage) {
    return new PollPosition(
        nextPage, pages + 1, 0, "", since, seen, Optional.empty(), Optional.empty(), partial);
  }

  /** The last page was read to its end, and had these validators. */
  PollPosition ended(Optional<String> newEtag, Optional<String> newLastModified) {
    Optional<String> newSince = partial ? since : seen;
    boolean same = !partial && pages == 0 && newSince.equals(since);
    return new PollPosition(
        "",
        0,
        0,
        "",
        newSince,
        newSince,
        same ? newEtag : Optional.empty(),
        same ? newLastModified : Optional.empty(),
        false);
  }
}
