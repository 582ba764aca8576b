package dev.headrace.connectors.http.source;

import com.fasterxml.jackson.core.JsonPointer;
import dev.headrace.connector.Output;
import dev.headrace.connector.Raw;
import dev.headrace.connector.Slice;
import dev.headrace.connector.SourceRecord;
import dev.headrace.connector.Value;
import dev.headrace.connectors.http.client.Answer;
import dev.headrace.connectors.http.json.JsonPicker;
import dev.headrace.connectors.http.json.JsonText;
import dev.headrace.connectors.http.source.HttpSourceSettings.CursorIn;
import dev.headrace.connectors.http.source.HttpSourceSettings.Pagination;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One page while it arrives: passes over what was read of it before, and emits the rest. Used by
 * one thread at a time.
 */
final class PageReading {

  /** Why {@link #emit} came back. */
  enum Stop {
    /** Enough was emitted for now. */
    FULL,
    /** Something was emitted, and the next bytes are not here yet. */
    WAITS,
    /** The page was read to its end, or as far as it can be read. */
    ENDED,
    /** What was read of it before is not in it any more: it must be read from its beginning. */
    CHANGED
  }

  private static final int NOT_PICKED = -1;

  private final HttpSourceSettings settings;
  private final Answer answer;
  private final Body body;
  private final RecordStream stream;
  private final JsonPicker picker;

  // Which of the picker's finds they are.
  private final int key;
  private final int mark;
  private final int cursor;

  private final RecordDigest digest = new RecordDigest();

  /** What was read before. */
  private final long known;

  private final String knownDigest;

  private long records;
  private Optional<String> seen;
  private Optional<String> lastCursor = Optional.empty();
  private boolean anyMark;
  private boolean damaged;

  /**
   * Reads what {@code answer} has behind {@code position}.
   *
   * @throws IOException when its body cannot be read
   */
  PageReading(HttpSourceSettings settings, Answer answer, Body body, PollPosition position)
      throws IOException {
    this.settings = settings;
    this.answer = answer;
    this.body = body;
    this.stream = RecordStreams.open(settings, body);
    this.known = position.records();
    this.knownDigest = position.digest();
    this.seen = position.seen();
    List<JsonPointer> pointers = new ArrayList<>();
    this.key = add(settings.key(), pointers);
    this.mark = add(settings.incremental().field(), pointers);
    this.cursor = add(cursorInRecord(settings), pointers);
    this.picker = new JsonPicker(pointers);
  }

  private static int add(Optional<String> pointer, List<JsonPointer> pointers) {
    pointer.map(JsonPointer::compile).ifPresent(pointers::add);
    return pointer.isPresent() ? pointers.size() - 1 : NOT_PICKED;
  }

  private static Optional<String> cursorInRecord(HttpSourceSettings settings) {
    return settings.pagination() instanceof Pagination.Cursor paging
            && paging.cursorIn() == CursorIn.RECORD
        ? Optional.of(paging.cursor())
        : Optional.empty();
  }

  /** Emits records until there is a reason to stop. */
  Stop emit(Output<PollPosition> out) throws IOException {
    boolean emitted = false;
    while (true) {
      if (out.full()) {
        return Stop.FULL;
      }
      if (emitted && body.available() == 0) {
        return Stop.WAITS;
      }
      switch (stream.next()) {
        case RECORD -> {
          Slice record = stream.record();
          digest.add(record.array(), record.from(), record.length());
          pick(record);
          emitted |= isNew() && emit(record, out);
        }
        case BAD -> emitted |= reject(out);
        case BROKEN -> {
          damaged = true;
          reject(out);
        }
        case END -> {
          return records < known ? Stop.CHANGED : Stop.ENDED;
        }
      }
      if (records == known && known > 0 && !digest.value().equals(knownDigest)) {
        return Stop.CHANGED;
      }
    }
  }

  /** How many records of the page were read, those before included. */
  long records() {
    return Math.max(records, known);
  }

  /** The digest of the records read. */
  String digest() {
    return records() == 0 ? "" : records < known ? knownDigest : digest.value();
  }

  /** The value that the next poll asks from, as far as it is known. */
  Optional<String> seen() {
    return seen;
  }

  /** Whether something could not be read. */
  boolean isDamaged() {
    return damaged;
  }

  /** Whether there were records, and none had what the next poll asks from. */
  boolean lacksMarks() {
    return settings.incremental().field().isPresent() && records > 0 && !anyMark;
  }

  Answer answer() {
    return answer;
  }

  PageEnd end(String page) {
    return new PageEnd(
        page,
        answer.uri(),
        answer.headers(),
        records,
        cursor == NOT_PICKED ? stream.cursor() : lastCursor);
  }

  /** Counts one more; whether it was not read before. */
  private boolean isNew() {
    records++;
    return records > known;
  }

  private boolean reject(Output<PollPosition> out) {
    RecordStream.Bad bad = stream.bad();
    digest.add(bad.raw().bytes(), 0, bad.raw().bytes().length);
    if (!isNew()) {
      return false;
    }
    out.reject(bad.raw(), bad.why());
    return true;
  }

  private void pick(Slice record) throws IOException {
    picker.look(record.array(), record.from(), record.length());
    if (cursor != NOT_PICKED) {
      lastCursor = picker.found(cursor);
    }
    if (mark != NOT_PICKED && picker.found(mark).isPresent()) {
      anyMark = true;
      String found = picker.found(mark).get();
      seen = Optional.of(Marks.next(seen, found, settings.incremental().order()));
    }
  }

  private boolean emit(Slice record, Output<PollPosition> out) {
    if (key == NOT_PICKED) {
      out.json(record.array(), record.from(), record.length());
      return true;
    }
    Optional<String> found = picker.found(key);
    if (found.isEmpty()) {
      String where = body.where() + ", record " + records;
      byte[] start = new byte[Math.min(record.length(), Raw.MAX_BYTES)];
      System.arraycopy(record.array(), record.from(), start, 0, start.length);
      out.reject(
          new Raw(where, start, record.length()), Rejections.noKey(settings.key().orElse("")));
      return true;
    }
    out.record(
        SourceRecord.of(new Value.Json(record.array(), record.from(), record.length()))
            .withKey(key(found.get())));
    return true;
  }

  private static Value key(String json) {
    return json.startsWith("\"")
        ? new Value.Text(JsonText.plain(json))
        : Value.Json.of(json.getBytes(StandardCharsets.UTF_8));
  }
}
