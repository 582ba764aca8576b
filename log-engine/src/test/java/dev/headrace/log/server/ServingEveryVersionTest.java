package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.server.SampleRequests.Sample;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.AbstractResponse;
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
        assertThat(errors(sample, answer)).as(sample.toString()).isSubsetOf(expected(sample));
      }
    }
  }

  private static Set<Errors> errors(Sample sample, ApiMessage answer) {
    if (answer instanceof FetchResponseData fetch) {
      var partition = fetch.responses().getFirst().partitions().getFirst();
      assertThat(partition.records().sizeInBytes()).isPositive();
    }
    return AbstractResponse.parseResponse(
            sample.api(),
            MessageUtil.toByteBufferAccessor(answer, sample.version()),
            sample.version())
        .errorCounts()
        .keySet();
  }

  /** What is to be deleted is not there. */
  private static Errors expected(Sample sample) {
    return sample.api() == ApiKeys.DELETE_TOPICS ? Errors.UNKNOWN_TOPIC_OR_PARTITION : Errors.NONE;
  }
}
