package dev.headrace.runtime.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.connector.Reason;
import dev.headrace.runtime.backup.BackupOrder;
import dev.headrace.runtime.backup.BackupState;
import dev.headrace.runtime.backup.Backups;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /backup}: the one that is being written, or the last. Thread-safe. */
record BackupResource(Backups backups) {

  Stream<Route> routes() {
    return Stream.of(
        new Route("GET", "/backup", _ -> Answer.ok(json(backups.state()))),
        new Route("POST", "/backup", this::begin),
        new Route("DELETE", "/backup", this::cancel));
  }

  private Answer begin(Request request) {
    JsonNode directory = request.body().path("directory");
    Optional<Path> folder = directory.isTextual() ? absolute(directory.asText()) : Optional.empty();
    if (folder.isEmpty()) {
      return Answer.error(
          400,
          "backup.directory",
          "\"directory\" must be the absolute path of a folder on the machine of the node.",
          "Send {\"directory\": \"/where/to\"}.");
    }
    JsonNode key = request.body().path("secrets_key");
    if (!key.isMissingNode() && !key.isBoolean()) {
      return Answer.error(
          400,
          "backup.secrets-key",
          "\"secrets_key\" must be true or false: whether secrets.key is part of the backup.",
          "Leave it out for a backup without it.");
    }
    Optional<Reason> refusal =
        backups.begin(
            new BackupOrder(
                folder.get(),
                key.asBoolean() ? BackupOrder.Key.INCLUDED : BackupOrder.Key.LEFT_OUT));
    return refusal
        .map(why -> Answer.error(409, why.code(), why.what(), why.next()))
        .orElseGet(() -> Answer.accepted(json(backups.state())));
  }

  private static Optional<Path> absolute(String text) {
    try {
      return Optional.of(Path.of(text)).filter(Path::isAbsolute);
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private Answer cancel(Request request) {
    backups.cancel();
    return Answer.noContent();
  }

  private static ObjectNode json(BackupState state) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return switch (state) {
      case BackupState.None _ -> json.put("state", "NONE");
      case BackupState.Running running ->
          json.put("state", "RUNNING")
              .put("directory", running.folder().toString())
              .put("copied_bytes", running.copiedBytes())
              .put("total_bytes", running.totalBytes())
              .put("elapsed_ms", running.elapsedMillis());
      case BackupState.Done done ->
          json.put("state", "DONE")
              .put("directory", done.folder().toString())
              .put("taken", done.taken().toString())
              .put("partitions", done.partitions())
              .put("files", done.files())
              .put("bytes", done.bytes())
              .put("elapsed_ms", done.elapsedMillis())
              .put("files_copied_first", done.copiedFirst())
              .put("secrets_key", done.key().toString());
      case BackupState.Failed failed ->
          json.put("state", "FAILED")
              .put("directory", failed.folder().toString())
              .put("code", failed.reason().code())
              .put("message", failed.reason().what())
              .put("next", failed.reason().next());
    };
  }
}
