package dev.headrace.connectors.http.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import dev.headrace.connectors.http.client.Urls;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;

/**
 * Ends what would never end by itself: pages that lead back to earlier ones, a server that gives
 * the same page whatever is asked for, and more pages than anybody meant. Used by one thread.
 */
final class PageLoops {

  /** Two pages may be alike by chance. */
  private static final int ALIKE = 3;

  private final long maxPages;
  private final boolean mayBeIgnored;
  private final Set<Long> asked = new HashSet<>();
  private String lastDigest = "";
  private int alike;

  PageLoops(long maxPages, Paging paging) {
    this.maxPages = maxPages;
    this.mayBeIgnored = paging.mayBeIgnored();
  }

  /** A new poll begins. */
  void begin() {
    asked.clear();
    lastDigest = "";
    alike = 0;
  }

  /**
   * A page was read, and leads to another one.
   *
   * @param pages how many pages of this poll were read, this one included
   * @param digest of the page's records; empty for none
   */
  void turn(URI uri, long pages, String page, String digest, String next)
      throws ConnectorException {
    asked.add(RecordDigest.of(page));
    if (asked.contains(RecordDigest.of(next))) {
      throw endless(uri, "leads back to a page that was read already");
    }
    alike = !digest.isEmpty() && digest.equals(lastDigest) ? alike + 1 : 1;
    lastDigest = digest;
    if (mayBeIgnored && alike >= ALIKE) {
      throw endless(uri, "gives the same records, whichever page it is asked for");
    }
    if (pages >= maxPages) {
      throw ConnectorException.wrongConfiguration(
          new Reason(
              "http.too-many-pages",
              Urls.shown(uri) + " has more than " + maxPages + " pages.",
              "Raise `max.pages`, or ask for more records a page."));
    }
  }

  private static ConnectorException endless(URI uri, String how) {
    return ConnectorException.wrongConfiguration(
        new Reason(
            "http.endless-pages",
            Urls.shown(uri) + " " + how + ".",
            "Correct `pagination` and what belongs to it."));
  }
}
