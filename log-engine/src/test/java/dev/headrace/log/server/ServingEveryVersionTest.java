package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.server.SampleRequests.Sample;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oldest clients keep the oldest versions for ever. */
class ServingEveryVersionTest {

  @TempDir Path folder;

  @Test
  void eachVersionOfEachApiIsAnsweredInItsOwnForm() throws Exception {
    try (TestNode node = TestNode.start(folder);
        RawClient client = new RawClient(node.address())) {
      // Given
      UUID id = node.topic("orders").topicId();
      Uuid topicId = new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());

      for (Sample sample : SampleRequests.all("orders", topicId)) {
        // When
        ApiMessage answer = client.ask(sample.api(), sample.version(), sample.request());

        // Then
        assertThat(errorCode(answer)).as(sample.toString()).isZero();
      }
    }
  }

  private static short errorCode(ApiMessage answer) {
    return switch (answer) {
      case ProduceResponseData produce ->
          produce.responses().iterator().next().partitionResponses().getFirst().errorCode();
      case FetchResponseData fetch -> {
        var partition = fetch.responses().getFirst().partitions().getFirst();
        assertThat(partition.records().sizeInBytes()).isPositive();
        yield partition.errorCode();
      }
      case ListOffsetsResponseData offsets ->
          offsets.topics().getFirst().partitions().getFirst().errorCode();
      case MetadataResponseData metadata -> metadata.topics().iterator().next().errorCode();
      case CreateTopicsResponseData created -> created.topics().iterator().next().errorCode();
      case DeleteRecordsResponseData deleted ->
          deleted.topics().iterator().next().partitions().iterator().next().errorCode();
      case DescribeConfigsResponseData configs -> configs.results().getFirst().errorCode();
      default -> 0;
    };
  }
}
