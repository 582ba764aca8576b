package dev.headrace.log.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.log.broker.MetadataRecords.Change;
import dev.headrace.log.record.StateRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class WritingMetadataAsJsonTest {

  private static final UUID ID = UUID.fromString("00000000-0000-0001-0000-000000000002");

  static Change[] changes() {
    return new Change[] {
      new Change.TopicStored(new Topic("orders", ID, 3, Map.of("retention.ms", "1"), false)),
      new Change.TopicStored(new Topic("__consumer_offsets", ID, 4, Map.of(), true)),
      new Change.TopicDeleted("orders"),
      new Change.ProducerIdsTaken(2000),
      new Change.GroupConfigured("readers", Map.of("consumer.session.timeout.ms", "1000")),
      new Change.GroupConfigured("readers", Map.of()),
      new Change.ClusterNamed("abc")
    };
  }

  @ParameterizedTest
  @MethodSource("changes")
  void readsBackWhatItWrote(Change change) throws IOException {
    assertThat(MetadataRecords.decode(MetadataRecords.encode(change))).isEqualTo(change);
  }

  @Test
  void isReadableByAnybody() {
    StateRecord record =
        MetadataRecords.encode(
            new Change.TopicStored(new Topic("orders", ID, 3, Map.of("retention.ms", "1"), false)));

    assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("{\"topic\":\"orders\"}");
    assertThat(record.value().orElseThrow())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(
            "{\"version\":0,\"id\":\"00000000-0000-0001-0000-000000000002\",\"partitions\":3,"
                + "\"internal\":false,\"config\":{\"retention.ms\":\"1\"}}");
  }

  @Test
  void refusesWhatANewerReleaseWrote() {
    StateRecord record =
        StateRecord.of(
            "{\"topic\":\"orders\"}".getBytes(StandardCharsets.UTF_8),
            "{\"version\":1}".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> MetadataRecords.decode(record))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("newer");
  }
}
