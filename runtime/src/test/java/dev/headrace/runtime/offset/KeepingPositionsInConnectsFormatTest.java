package dev.headrace.runtime.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.Compression;
import dev.headrace.log.record.RecordBatchBuilder;
import dev.headrace.runtime.log.MemoryLog;
import dev.headrace.runtime.log.Table;
import dev.headrace.runtime.log.Writer;
import dev.headrace.runtime.log.WriterId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Positions are Connect's records, and survive upgrades of the connector. */
class KeepingPositionsInConnectsFormatTest {

  record Part(String path, Optional<String> host) {}

  record Place(long offset, int line, Optional<String> mark, boolean complete, double share) {}

  private final MemoryLog log = new MemoryLog();
  private final Table table = log.table(PositionStore.TOPIC);
  private final SourcePositions<Part, Place> positions =
      new SourcePositions<>("files", table, Part.class, Place.class);

  @Test
  void aPositionIsWrittenAsConnectWritesIt() {
    // Given
    Place place = new Place(17, 2, Optional.empty(), true, 0.5);

    // When
    var record = positions.encode(new Part("a.txt", Optional.of("h")), place);

    // Then
    assertThat(new String(record.key(), StandardCharsets.UTF_8))
        .isEqualTo("[\"files\",{\"path\":\"a.txt\",\"host\":\"h\"}]");
    assertThat(new String(record.value(), StandardCharsets.UTF_8))
        .isEqualTo("{\"offset\":17,\"line\":2,\"mark\":null,\"complete\":true,\"share\":0.5}");
  }

  @Test
  void whatIsMissingIsZeroAndWhatIsUnknownIsLeftOut() {
    // Given
    store("[\"files\",{\"path\":\"a.txt\",\"inode\":5}]", "{\"offset\":9,\"former\":[1]}");

    // When
    var committed = positions.committed();

    // Then
    assertThat(committed)
        .containsEntry(
            new Part("a.txt", Optional.empty()), new Place(9, 0, Optional.empty(), false, 0));
  }

  @Test
  void aKeyIsRewrittenWithTheBytesThatItHas() {
    // Given
    String stored = "[ \"files\", {\"host\":null, \"path\":\"a.txt\"} ]";
    store(stored, "{\"offset\":9}");
    positions.committed();

    // When
    var record =
        positions.encode(
            new Part("a.txt", Optional.empty()), new Place(10, 0, Optional.empty(), false, 0));

    // Then
    assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(stored);
  }

  @Test
  void thePositionsOfOthersAndWhatIsNoJsonAreLeftAlone() {
    // Given
    store("[\"others\",{\"path\":\"a.txt\"}]", "{\"offset\":9}");
    store("[\"files\"", "{}");

    // When
    var committed = positions.committed();

    // Then
    assertThat(committed).isEmpty();
  }

  @Test
  void theNameMayBeSpelledInAnyWayAndIsComparedWhole() {
    // Given
    store("[\"\\u0066iles\",{\"path\":\"a.txt\"}]", "{\"offset\":9}");
    store("[\"file\",{\"path\":\"b.txt\"}]", "{\"offset\":1}");
    store("[\"files2\",{\"path\":\"c.txt\"}]", "{\"offset\":1}");

    // When
    var committed = positions.committed();

    // Then
    assertThat(committed).containsOnlyKeys(new Part("a.txt", Optional.empty()));
  }

  @Test
  void whoAsksAgainSeesWhatHasChanged() {
    // Given
    store("[\"files\",{\"path\":\"a.txt\"}]", "{\"offset\":9}");
    store("[\"files\",{\"path\":\"b.txt\"}]", "{\"offset\":9}");
    positions.committed();

    // When
    store("[\"files\",{\"path\":\"a.txt\"}]", "{\"offset\":10}");

    // Then
    assertThat(positions.committed().values()).extracting(Place::offset).containsOnly(9L, 10L);
  }

  @Test
  void aComponentThatIsNotSimpleIsToldToTheAuthor() {
    record Wrong(List<String> names) {}

    assertThatThrownBy(() -> new RecordJson<>(Wrong.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Wrong.names");
  }

  private void store(String key, String value) {
    RecordBatchBuilder batch = new RecordBatchBuilder(Compression.NONE, 128);
    batch.append(0, slice(key), slice(value), List.of());
    try (Writer writer = log.writer(new WriterId("test"))) {
      writer.append(positions.target(), batch.build());
      writer.commit();
    }
  }

  private static ByteSlice slice(String text) {
    return ByteSlice.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
