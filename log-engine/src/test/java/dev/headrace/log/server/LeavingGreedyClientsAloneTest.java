package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.server.SampleRequests.Sample;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.AbstractResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client beyond its quota is told how long it is left alone, and then is (KIP-219). */
final class LeavingGreedyClientsAloneTest {

  private static final String FIELD = "throttle_time_ms";

  @TempDir Path folder;

  @Test
  void everyAnswerThatHasRoomForItTellsHowLong() throws Exception {
    try (TestNode node = TestNode.throttling(folder, 1);
        RawClient client = new RawClient(node.address())) {
      UUID id = node.topic("orders").topicId();
      Uuid topicId = new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());

      for (Sample sample : SampleRequests.all("orders", topicId)) {
        ApiMessage answer = client.ask(sample.api(), sample.version(), sample.request());

        assertThat(throttleMillis(sample, answer))
            .as(sample.toString())
            .isEqualTo(hasRoom(sample) ? 1 : 0);
      }
    }
  }

  @Test
  void itsNextRequestIsNotReadBefore() throws Exception {
    int millis = 300;
    try (TestNode node = TestNode.throttling(folder, millis);
        RawClient client = new RawClient(node.address())) {
      long startNanos = System.nanoTime();
      for (int i = 0; i < 3; i++) {
        client.send(ApiKeys.API_VERSIONS, 0, i, new ApiVersionsRequestData());
      }

      for (int i = 0; i < 3; i++) {
        assertThat(client.receive(ApiKeys.API_VERSIONS, 0).correlationId()).isEqualTo(i);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos))
            .as("milliseconds until answer %d", i)
            .isGreaterThanOrEqualTo((long) i * millis);
      }
    }
  }

  private static boolean hasRoom(Sample sample) {
    return sample.api().messageType.responseSchemas()[sample.version()].get(FIELD) != null;
  }

  private static int throttleMillis(Sample sample, ApiMessage answer) {
    return AbstractResponse.parseResponse(
            sample.api(),
            MessageUtil.toByteBufferAccessor(answer, sample.version()),
            sample.version())
        .throttleTimeMs();
  }
}
