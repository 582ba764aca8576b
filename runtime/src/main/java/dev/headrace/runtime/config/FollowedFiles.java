package dev.headrace.runtime.config;

import dev.headrace.runtime.connector.ConnectorConfig;
import dev.headrace.runtime.connector.Connectors;
import dev.headrace.runtime.connector.Connectors.Applied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies connector files again when they change: a connector that is no longer in a file is
 * removed, and while a file is broken what it said before goes on. One thread of its own looks
 * every second, and acts when the files have rested for that long.
 */
public final class FollowedFiles implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FollowedFiles.class);

  /** How often to look. */
  public static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final List<Path> filesAndFolders;
  private final Connectors connectors;
  private final Consumer<ConfigProblem> problems;
  private final Duration lookEvery;
  private final Thread thread;

  // Of the thread alone.
  private final Map<String, String> fileOfConnector = new HashMap<>();
  private Map<Path, Mark> applied;
  private Map<Path, Mark> seen;

  /** What shows that a file was written. */
  private record Mark(FileTime modified, long size) {}

  private FollowedFiles(
      List<Path> filesAndFolders,
      ConnectorFiles first,
      Connectors connectors,
      Consumer<ConfigProblem> problems,
      Duration lookEvery) {
    this.filesAndFolders = List.copyOf(filesAndFolders);
    this.connectors = connectors;
    this.problems = problems;
    this.lookEvery = lookEvery;
    remember(first);
    applied = marks();
    seen = applied;
    thread = Thread.ofPlatform().name("headrace-config-files").daemon().unstarted(this::run);
  }

  /**
   * Follows files whose connectors are applied already.
   *
   * @param first what was read and applied
   * @param problems is told what is wrong after a change, on the thread that follows
   */
  public static FollowedFiles follow(
      List<Path> filesAndFolders,
      ConnectorFiles first,
      Connectors connectors,
      Consumer<ConfigProblem> problems) {
    return follow(filesAndFolders, first, connectors, problems, LOOK_EVERY);
  }

  static FollowedFiles follow(
      List<Path> filesAndFolders,
      ConnectorFiles first,
      Connectors connectors,
      Consumer<ConfigProblem> problems,
      Duration lookEvery) {
    FollowedFiles followed =
        new FollowedFiles(filesAndFolders, first, connectors, problems, lookEvery);
    if (!filesAndFolders.isEmpty()) {
      followed.thread.start();
    }
    return followed;
  }

  /** Stops following; the connectors stay as they are. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(lookEvery);
        look();
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  private void look() {
    Map<Path, Mark> now = marks();
    boolean rested = now.equals(seen);
    seen = now;
    if (!rested || now.equals(applied)) {
      return;
    }
    applied = now;
    try {
      apply(ConnectorFiles.read(filesAndFolders));
    } catch (RuntimeException failed) {
      LOG.warn("the connector files changed and could not be applied: {}", failed.toString());
    }
  }

  private void apply(ConnectorFiles read) {
    read.problems().forEach(problems);
    Set<String> gone = new HashSet<>(fileOfConnector.keySet());
    read.connectors().forEach(connector -> gone.remove(connector.config().name()));
    gone.removeIf(name -> read.broken().contains(fileOfConnector.get(name)));
    for (String name : gone) {
      connectors.remove(name, new ConnectorConfig.Origin.File(fileOfConnector.remove(name)));
      LOG.info("connector {} is removed, for no file defines it any more", name);
    }
    for (FileConnector connector : read.connectors()) {
      apply(connector);
    }
    remember(read);
  }

  private void apply(FileConnector connector) {
    String name = connector.config().name();
    switch (connectors.apply(connector.config())) {
      case Applied.Created _ -> LOG.info("connector {} is created from its file", name);
      case Applied.Changed _ -> LOG.info("connector {} is changed as its file was", name);
      case Applied.Unchanged _ -> LOG.debug("connector {} is as its file says", name);
      case Applied.Invalid(var wrong) -> {
        wrong.forEach(problem -> problems.accept(connector.locate(problem)));
        LOG.warn("connector {} stays as it was, for its file is wrong now", name);
      }
    }
  }

  private void remember(ConnectorFiles read) {
    for (FileConnector connector : read.connectors()) {
      fileOfConnector.put(connector.config().name(), connector.at().file());
    }
  }

  private Map<Path, Mark> marks() {
    Map<Path, Mark> marks = new HashMap<>();
    for (Path file : ConnectorFiles.find(filesAndFolders, new Problems())) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        marks.put(file, new Mark(attributes.lastModifiedTime(), attributes.size()));
      } catch (IOException _) {
        // Gone, or not to be read: it has no mark, which is a change if it had one.
      }
    }
    return marks;
  }
}
