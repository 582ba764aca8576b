package dev.headrace.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many files the operating system lets this process open, connections included. */
final class OpenFilesLimit {

  private static final Logger LOG = LoggerFactory.getLogger(OpenFilesLimit.class);

  /** Enough for some hundred partitions in use, and as many connections. */
  private static final long ENOUGH = 4096;

  private static final Path LINUX = Path.of("/proc/self/limits");
  private static final Pattern SOFT = Pattern.compile("(?m)^Max open files\\s+(\\d+)\\s");

  private OpenFilesLimit() {}

  /** Warns when it may not be enough. */
  static void check() {
    try {
      if (Files.isReadable(LINUX)) {
        of(Files.readString(LINUX, StandardCharsets.US_ASCII)).ifPresent(OpenFilesLimit::warnIfLow);
      }
    } catch (IOException unknown) {
      LOG.debug("nobody knows how many files may be open", unknown);
    }
  }

  /** From the kernel's table; empty when there is no limit. */
  static OptionalLong of(String table) {
    Matcher matcher = SOFT.matcher(table);
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  private static void warnIfLow(long limit) {
    if (limit < ENOUGH) {
      LOG.warn(
          "only {} files may be open at a time, connections and about six for each partition in use"
              + " included; raise the limit to {} or more (ulimit -n) before starting",
          limit,
          ENOUGH);
    }
  }
}
