package dev.headrace.connectors.http.sink;

/** What becomes of a request, by the status of its answer. */
record Treatments(StatusList retry, StatusList refuse, StatusList ignore) {

  /** What an answer means. */
  enum Treatment {
    /** The records are taken, or as good as. */
    TAKEN,
    /** The same request may be granted later. */
    RETRY,
    /** The server never takes a record of it. */
    REFUSED,
    /** Neither this nor another record will be taken until somebody changes something. */
    FAILED
  }

  static Treatments of(HttpSinkSettings settings) {
    return new Treatments(
        StatusList.parse(settings.statusRetry()),
        StatusList.parse(settings.statusRefuse()),
        StatusList.parse(settings.statusIgnore()));
  }

  Treatment of(int status) {
    if (retry.contains(status)) {
      return Treatment.RETRY;
    }
    if (refuse.contains(status)) {
      return Treatment.REFUSED;
    }
    boolean success = status >= 200 && status < 300;
    return success || ignore.contains(status) ? Treatment.TAKEN : Treatment.FAILED;
  }
}
